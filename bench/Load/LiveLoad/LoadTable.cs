using System.Globalization;
using Spectre.Console;

namespace Load.LiveLoad;

/// <summary>The report for people.</summary>
internal static class LoadTable
{
    public static void Print(LoadReport report)
    {
        var machine = report.Machine;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {machine.Cores} cores {machine.Cpu}, load {machine.LoadAverage:0.00}, {machine.Commit}; {report.Model}, {report.Streams} streams of 640x480 at 30 frames/s ({report.Kind}{(report.BFrames > 0 ? $", {report.BFrames} B-frames" : "")})
            """));
        AnsiConsole.Write(Parts(report.Parts));
        Console.WriteLine("age: from when a frame was due until its viewer had the result; in server: from its arrival until published; ms");
        foreach (var check in report.Checks)
            Console.WriteLine($"{(check.Ok ? "ok " : "NOT")} {check.What}: {check.Found} (goal: {check.Goal})");
    }

    private static Table Parts(IReadOnlyList<LoadPart> parts)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var column in new[] { "s", "results/s", "slowest", "fastest", "age p50", "p95", "p99", "in server p95", "cores" })
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("dropped");
        foreach (var part in parts)
        {
            double[] figures = [part.Seconds, part.ResultsPerSecond, part.SlowestPerSecond, part.FastestPerSecond, part.AgeP50Ms, part.AgeP95Ms, part.AgeP99Ms, part.ServerP95Ms, part.Cores];
            table.AddRow([part.Name, .. figures.Select(figure => figure.ToString("0.##", CultureInfo.InvariantCulture)), string.Join(", ", part.Dropped.Select(reason => $"{reason.Value} {reason.Key}"))]);
        }

        return table;
    }
}

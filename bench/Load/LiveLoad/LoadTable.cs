using System.Globalization;

namespace Load.LiveLoad;

/// <summary>The report for people.</summary>
internal static class LoadTable
{
    public static void Print(LoadReport report)
    {
        var machine = report.Machine;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {machine.Cores} cores {machine.Cpu}, load {machine.LoadAverage:0.00}, {machine.Commit}; {report.Model}, {report.Streams} streams of 640x480 at 30 frames/s ({report.Kind}, {report.BFrames} B-frames)
                                results/s  slowest  fastest    age p50    p95    p99    in server p95   cores
            """));
        foreach (var part in report.Parts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {part.Name,-13} {part.Seconds,4:0} s {part.ResultsPerSecond,9:0.0} {part.SlowestPerSecond,8:0.0} {part.FastestPerSecond,8:0.0} {part.AgeP50Ms,7:0} ms {part.AgeP95Ms,6:0} {part.AgeP99Ms,6:0} {part.ServerP95Ms,13:0} ms {part.Cores,7:0.00}
                    dropped: {string.Join(", ", part.Dropped.Select(reason => $"{reason.Value} {reason.Key}"))}
                """));
        }

        Console.WriteLine("age: from when a frame was due until its viewer had the result; in server: from its arrival there until published");
        foreach (var check in report.Checks)
            Console.WriteLine($"{(check.Ok ? "ok " : "NOT")} {check.What}: {check.Found} (goal: {check.Goal})");
    }
}

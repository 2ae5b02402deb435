using System.Globalization;
using Spectre.Console;

namespace Load.Outage;

/// <summary>The report for people.</summary>
internal static class OutageTable
{
    public static void Print(OutageReport report)
    {
        var (machine, kafka, unkilled) = (report.Machine, report.Kafka, report.KafkaUnkilled);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {machine.Cores} cores {machine.Cpu}, load {machine.LoadAverage:0.00}, {machine.Commit}; {report.Model} at {report.InputSize}x{report.InputSize}, scale {report.Scale}
            {report.Results} results of {report.Sessions} sessions; the store counts {report.Stored}, viewers got {report.Viewed}
            Kafka   {kafka.Results} and {kafka.Duplicates} twice ({unkilled.Duplicates} of {unkilled.Results} before the first kill; goal: less than 1 %), {kafka.Disordered} out of order
            Redis   {report.Redis.Results} and {report.Redis.Duplicates} twice, {report.Redis.Disordered} out of order
            """));
        AnsiConsole.Write(Phases(report.Phases));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            p95 in ms from published to read. Rise: of an outage over the steady times right before and after it, the largest of the three; goal: at most +20 %.
            Load when it began {machine.LoadAverage:0.00}, when it ended {report.LoadAtEnd:0.00}: what else runs on these cores is in the figures.
            """));
        foreach (var fault in report.Faults)
            Console.WriteLine($"WRONG: {fault}");
    }

    private static Table Phases(IReadOnlyList<PhaseFigures> phases)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var column in new[] { "s", "results/s", "viewers", "Kafka", "Redis", "rise" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var phase in phases)
        {
            if (phase.Around is { } around)
                AddRow(table, $"around {phase.Phase}", around);
            AddRow(table, phase.Phase, phase);
        }

        return table;
    }

    private static void AddRow(Table table, string name, PhaseFigures figures) => table.AddRow(
        name, Text(figures.Seconds, "0.0"), Text(figures.ResultsPerSecond, "0"), Text(figures.ViewersP95Ms, "0.0"), Text(figures.KafkaP95Ms, "0.0"),
        Text(figures.RedisP95Ms, "0.0"), Text(figures.OthersRise, "+0 %;-0 %"));

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}

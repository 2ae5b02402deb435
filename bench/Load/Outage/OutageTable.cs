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
            p95 in ms from published to read: in the steady times right before and after an outage → in the outage. Rise: the largest of these; goal: at most +20 %.
            Load when it began {machine.LoadAverage:0.00}, when it ended {report.LoadAtEnd:0.00}: what else runs on these cores is in the figures.
            """));
        foreach (var fault in report.Faults)
            Console.WriteLine($"WRONG: {fault}");
    }

    private static Table Phases(IReadOnlyList<PhaseFigures> phases)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var column in new[] { "s", "results/s", "viewers p95", "Kafka p95", "Redis p95", "rise" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var phase in phases)
            table.AddRow(
                phase.Phase, Compared(phase, figures => figures.Seconds), Compared(phase, figures => figures.ResultsPerSecond), Compared(phase, figures => figures.ViewersP95Ms),
                Compared(phase, figures => figures.KafkaP95Ms), Compared(phase, figures => figures.RedisP95Ms), Text(phase.OthersRise, "+0 %;-0 %"));
        return table;
    }

    private static string Compared(PhaseFigures phase, Func<PhaseFigures, double?> figure) =>
        phase.Around is { } around && figure(phase) is not null ? $"{Text(figure(around), "0.0")} → {Text(figure(phase), "0.0")}" : Text(figure(phase), "0.0");

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}

using System.Globalization;
using Load.Log;
using Spectre.Console;

namespace Load.Sinks;

/// <summary>What the bench of the sinks found, as its JSON says it.</summary>
internal sealed record SinksReport : Report
{
    public required int Records { get; init; }
    public required int People { get; init; }

    /// <summary>As protobuf.</summary>
    public required double PayloadBytes { get; init; }
    public required IReadOnlyList<LogFigures> Kinds { get; init; }

    public override void Print()
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var column in new[] { "results/s", "CPU µs a result", "allocated, bytes a result" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var kind in Kinds)
            table.AddRow(kind.Kind, Text(kind.RecordsPerSecond, "N0"), Text(kind.CpuUs, "0.0"), Text(kind.AllocatedBytes, "N0"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Cores} cores {Machine.Cpu}, load {Machine.LoadAverage:0.00}, {Machine.Commit}; {People} people, {PayloadBytes:N0} bytes a result; medians of {Kinds[0].Windows.Count} windows of {Records:N0}"));
        AnsiConsole.Write(table);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using Spectre.Console;

namespace Load.Log;

/// <summary>What the log bench found, as its JSON says it.</summary>
internal sealed record LogReport : Report
{
    public required string Folder { get; init; }
    public required long WindowBytes { get; init; }

    /// <summary>Of one thread that appends without pause.</summary>
    public required double AppendP50Us { get; init; }
    public required double AppendP99Us { get; init; }
    public required double AppendP999Us { get; init; }
    public required IReadOnlyList<LogFigures> Kinds { get; init; }

    public override void Print()
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var column in new[] { "MB/s", "records/s", "CPU µs a record", "allocated, bytes a record" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var kind in Kinds)
            table.AddRow(kind.Kind, Text(kind.MegabytesPerSecond, "0"), Text(kind.RecordsPerSecond, "N0"), Text(kind.CpuUs, "0.00"), Text(kind.AllocatedBytes, "0.00"));
        Console.WriteLine($"{Machine.Cores} cores {Machine.Cpu}, load {Machine.LoadAverage:0.00}, {Machine.Commit}; {Folder}; medians of {Kinds[0].Windows.Count} windows");
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"append: p50 {AppendP50Us:0.0} µs, p99 {AppendP99Us:0.0} µs, p99.9 {AppendP999Us:0.0} µs"));
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

/// <param name="Window">Measured as one piece of work.</param>
internal readonly record struct LogWindow(string Kind, long Bytes, long Records, Window Window)
{
    public double MegabytesPerSecond => Bytes / 1e6 * Window.FramesPerSecond;
}

/// <summary>Medians over the windows of one kind; the windows themselves, in MB/s, follow.</summary>
internal sealed record LogFigures(string Kind, double MegabytesPerSecond, double RecordsPerSecond, double CpuUs, double AllocatedBytes, IReadOnlyList<double> Windows)
{
    public static LogFigures Of(IReadOnlyList<LogWindow> windows) => new(
        windows[0].Kind,
        MedianOf(windows, window => window.MegabytesPerSecond),
        MedianOf(windows, window => window.Records * window.Window.FramesPerSecond),
        MedianOf(windows, window => window.Window.CpuMilliseconds * 1000 / window.Records),
        MedianOf(windows, window => window.Window.AllocatedBytes / window.Records),
        [.. windows.Select(window => Math.Round(window.MegabytesPerSecond, 1))]);

    private static double MedianOf(IReadOnlyList<LogWindow> windows, Func<LogWindow, double> figure) => Math.Round(Median.Of(windows.Select(figure)), 3);
}

using System.Globalization;
using Spectre.Console;

namespace Load.Store;

/// <summary>What the store bench found, as its JSON says it.</summary>
internal sealed record StoreReport : Report
{
    public required IReadOnlyList<StoreFigures> Kinds { get; init; }

    public override void Print()
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var column in new[] { "a second", "CPU µs each, without the database's", "allocated, bytes each" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var kind in Kinds)
            table.AddRow(kind.Kind, Text(kind.PerSecond, "N0"), Text(kind.CpuUs, "0.0"), Text(kind.AllocatedBytes, "N0"));
        Console.WriteLine($"{Machine.Cores} cores {Machine.Cpu}, load {Machine.LoadAverage:0.00}, {Machine.Commit}; medians of {Kinds[0].Windows.Count} windows");
        AnsiConsole.Write(table);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

/// <param name="CpuUs">Of this process.</param>
internal readonly record struct StoreWindow(string Kind, double PerSecond, double CpuUs, double AllocatedBytes);

/// <summary>Medians over the windows of one kind; the windows themselves, per second, follow.</summary>
internal sealed record StoreFigures(string Kind, double PerSecond, double CpuUs, double AllocatedBytes, IReadOnlyList<double> Windows)
{
    public static StoreFigures Of(IReadOnlyList<StoreWindow> windows) => new(
        windows[0].Kind, MedianOf(windows, window => window.PerSecond), MedianOf(windows, window => window.CpuUs), MedianOf(windows, window => window.AllocatedBytes),
        [.. windows.Select(window => Math.Round(window.PerSecond))]);

    private static double MedianOf(IReadOnlyList<StoreWindow> windows, Func<StoreWindow, double> figure) => Math.Round(Median.Of(windows.Select(figure)), 2);
}

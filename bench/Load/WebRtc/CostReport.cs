using System.Globalization;

namespace Load.WebRtc;

/// <summary>What the cost bench found, as its JSON says it.</summary>
internal sealed record CostReport : Report
{
    public const string Own = "stream", Aiortc = "aiortc";

    public required int MaxBitrate { get; init; }

    /// <summary>Of each window.</summary>
    public required double Seconds { get; init; }

    /// <summary>In their order: neighbours of the same codec are a pair.</summary>
    public required IReadOnlyList<CostWindow> Windows { get; init; }

    public double Goal { get; } = 0.6;

    public IReadOnlyList<CodecCost> Codecs => [.. Windows.GroupBy(window => window.Codec).Select(CodecCost.Of)];

    public override void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Cores} cores {Machine.Cpu}, load {Machine.LoadAverage:0.00}, {Machine.Commit}; Chromium at up to {MaxBitrate / 1000} kbit/s, windows of {Seconds:0} s; CPU of the receiving process a picture"));
        foreach (var cost in Codecs)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cost.Codec,-5} {Own} {cost.OwnMs:0.00} ms at {cost.OwnKbits:0} kbit/s, {Aiortc} {cost.AiortcMs:0.00} ms at {cost.AiortcKbits:0} kbit/s: {cost.Ratio:0.00} (goal {Goal:0.0}), median of {cost.Pairs} pairs"));
    }
}

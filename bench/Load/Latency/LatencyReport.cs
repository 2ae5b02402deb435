using System.Globalization;

namespace Load.Latency;

/// <summary>What the latency bench found, as its JSON says it. Milliseconds; medians over rounds.</summary>
internal sealed record LatencyReport : Report
{
    public required string Model { get; init; }
    public required int InputSize { get; init; }
    public required int Rounds { get; init; }
    public required int Results { get; init; }
    public required long Dropped { get; init; }
    public required double BatchOneMs { get; init; }
    public required double P50Ms { get; init; }
    public required double P95Ms { get; init; }
    public required double P99Ms { get; init; }

    /// <summary>1.25 × batch of one + 2 ms.</summary>
    public double GoalP50Ms => Math.Round(1.25 * BatchOneMs + 2, 2);

    /// <summary>2 × batch of one + 5 ms.</summary>
    public double GoalP99Ms => Math.Round(2 * BatchOneMs + 5, 2);

    /// <summary>A line a round: batch of one, p50, p95, p99.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    public override void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {Model} {InputSize}x{InputSize}, {Results} results of one stream, medians of {Rounds} alternating rounds
        batch of one   {BatchOneMs:0.00} ms    the model alone, on one thread, nothing else running
        p50            {P50Ms:0.00} ms    decoded frame to result at the client; goal {GoalP50Ms:0.00} ms
        p95            {P95Ms:0.00} ms
        p99            {P99Ms:0.00} ms    goal {GoalP99Ms:0.00} ms
        dropped        {Dropped} frames
        """));
}

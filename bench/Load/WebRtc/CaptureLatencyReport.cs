using System.Globalization;

namespace Load.WebRtc;

/// <summary>What the bench of capture to result found, as its JSON says it. Milliseconds; medians over rounds.</summary>
internal sealed record CaptureLatencyReport : Report
{
    public required int Rounds { get; init; }
    public required int Results { get; init; }
    public required long Dropped { get; init; }
    public required double P50Ms { get; init; }
    public required double P95Ms { get; init; }
    public required double P99Ms { get; init; }
    public double GoalP50Ms { get; } = 80;
    public double GoalP95Ms { get; } = 150;

    /// <summary>Of these, at the server: medians.</summary>
    public required double DecodeMs { get; init; }
    public required double QueueMs { get; init; }
    public required double InferMs { get; init; }

    /// <summary>From the offer to a megabit a second, median, and in how many rounds it was reached; the goal is 10 s.</summary>
    public required double MegabitSeconds { get; init; }
    public required int MegabitRounds { get; init; }

    /// <summary>Pictures of the drawn clock that were read.</summary>
    public required int ClockPictures { get; init; }

    /// <summary>How much later than drawn the browser says a picture was captured, median: what the first figures leave out; negative, what they say too much.</summary>
    public required double ClockBiasMs { get; init; }

    /// <summary>From drawn to result, without the browser's word.</summary>
    public required double ClockP50Ms { get; init; }
    public required double ClockP95Ms { get; init; }

    /// <summary>A line a round: p50, p95, p99.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    public override void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {Results} results of a browser's camera, medians of {Rounds} windows; load average before it {Machine.LoadAverage:0.0}
        p50       {P50Ms:0.0} ms    capture to result at the client; goal {GoalP50Ms:0} ms
        p95       {P95Ms:0.0} ms    goal {GoalP95Ms:0} ms
        p99       {P99Ms:0.0} ms
        of which  {DecodeMs:0.0} ms decode, {QueueMs:0.0} ms queue, {InferMs:0.0} ms inference
        dropped   {Dropped} frames
        bitrate   1 Mbit/s {MegabitSeconds:0.0} s after the offer, in {MegabitRounds} of {Rounds} windows; goal 10 s
        check     {ClockPictures} pictures of a clock: captured {ClockBiasMs:0.0} ms after drawn, by the browser's word; drawn to result p50 {ClockP50Ms:0.0} ms, p95 {ClockP95Ms:0.0} ms
        """));
}

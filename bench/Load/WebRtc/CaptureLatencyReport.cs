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
}

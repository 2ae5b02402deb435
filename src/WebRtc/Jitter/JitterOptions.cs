namespace WebRtc.Jitter;

/// <summary>How long a lost packet is waited for, and how it is asked for.</summary>
internal sealed record JitterOptions
{
    /// <summary>The most that a lost packet may delay those behind it.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A packet this much overtaken is asked for: on most paths nothing is reordered longer.</summary>
    public TimeSpan ReorderTolerance { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Asked for so often, then given up.</summary>
    public int MaxRetries { get; init; } = 10;

    /// <summary>A unit that grows past this is dropped; an uncompressed 4K frame is three times as large.</summary>
    public int MaxUnitBytes { get; init; } = 4 << 20;
}

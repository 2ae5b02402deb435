namespace Streaming.Sources;

/// <summary>One count of time that a source follows: where it stands, and how its times become ours.</summary>
internal struct Timeline
{
    private const long LeadingPictures = 45_000;

    // Of the times that were later than all before, the last three: a frame that is shown before one that came earlier lies between them.
    private long _former, _oldest;
    private long _came;

    /// <param name="told">The first time, which is to become <paramref name="time"/>.</param>
    /// <param name="came">When it came, in ticks.</param>
    public Timeline(long told, long time, long came)
    {
        (Newest, Offset, _came, Units) = (told, time - told, came, 1);
        _former = _oldest = told - LeadingPictures;
    }

    public long Offset { get; set; }

    /// <summary>Units that followed it one after another.</summary>
    public int Units { get; set; }

    /// <summary>The latest time so far, as it was told.</summary>
    public long Newest { get; private set; }

    /// <summary>The latest before <see cref="Newest"/>.</summary>
    public readonly long Former => _former;

    /// <summary>Whether a unit of that time can be the next.</summary>
    /// <param name="slack">How much further it may be than the time that passed: what waited on its way comes at once.</param>
    /// <param name="reorders">It may be shown before one that came earlier.</param>
    public readonly bool Fits(long told, long came, long slack, bool reorders)
    {
        var step = told - Newest;
        return step > 0 ? step <= Math.Max(0, came - _came) + slack : step < 0 && reorders && told > _oldest;
    }

    public void Follow(long told, long came)
    {
        Units++;
        if (told > Newest)
            (_oldest, _former, Newest, _came) = (_former, Newest, told, came);
    }
}

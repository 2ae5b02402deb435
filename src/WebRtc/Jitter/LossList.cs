namespace WebRtc.Jitter;

/// <summary>Sequence numbers that are missing, in rising order, and when each was asked for.</summary>
internal sealed class LossList(JitterOptions options)
{
    /// <summary>A burst that is longer is not worth repeating: a key frame is cheaper.</summary>
    public const int Capacity = 256;

    // Until a repeat has shown how long one takes.
    private static readonly TimeSpan FirstGuess = TimeSpan.FromMilliseconds(100), LeastWait = TimeSpan.FromMilliseconds(20);

    private readonly List<Loss> _losses = new(Capacity);

    public bool IsEmpty => _losses.Count == 0;

    /// <summary>From request to repeat, smoothed. Zero: none came yet.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <summary>Of the first that is missing.</summary>
    public TimeSpan OldestSince => _losses[0].Since;

    private TimeSpan RetryAfter => RoundTrip == TimeSpan.Zero ? FirstGuess : TimeSpan.FromTicks(Math.Max(LeastWait.Ticks, RoundTrip.Ticks * 5 / 4));

    /// <returns>False: there is no room; nothing was added.</returns>
    public bool TryAdd(long first, long end, TimeSpan now)
    {
        if (end - first > Capacity - _losses.Count)
            return false;
        for (; first < end; first++)
            _losses.Add(new(first, now));
        return true;
    }

    /// <returns>Whether it was missing.</returns>
    public bool OnArrived(long sequence, TimeSpan now)
    {
        var at = IndexOf(sequence);
        if (at < 0)
            return false;
        // After a second request nobody knows which one was answered.
        if (_losses[at] is { Tries: 1 } loss)
            RoundTrip = RoundTrip == TimeSpan.Zero ? now - loss.Requested : (RoundTrip * 7 + (now - loss.Requested)) / 8;
        _losses.RemoveAt(at);
        return true;
    }

    public void RemoveBefore(long sequence)
    {
        var count = 0;
        while (count < _losses.Count && _losses[count].Sequence < sequence)
            count++;
        _losses.RemoveRange(0, count);
    }

    /// <summary>Those whose time to be asked for has come.</summary>
    public int Collect(Span<ushort> lost, TimeSpan now)
    {
        var count = 0;
        for (var i = 0; i < _losses.Count && count < lost.Length; i++)
        {
            var loss = _losses[i];
            var due = loss.Tries == 0 ? loss.Since + options.ReorderTolerance : loss.Requested + RetryAfter;
            if (now < due || loss.Tries >= options.MaxRetries)
                continue;
            _losses[i] = loss with { Requested = now, Tries = loss.Tries + 1 };
            lost[count++] = (ushort)loss.Sequence;
        }
        return count;
    }

    // For every packet, so without a delegate.
    private int IndexOf(long sequence)
    {
        for (var i = 0; i < _losses.Count && _losses[i].Sequence <= sequence; i++)
            if (_losses[i].Sequence == sequence)
                return i;
        return -1;
    }

    private readonly record struct Loss(long Sequence, TimeSpan Since, TimeSpan Requested = default, int Tries = 0);
}

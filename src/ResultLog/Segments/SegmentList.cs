namespace ResultLog.Segments;

/// <summary>The segments of a log by offset. Changed under the log's gate; anyone may read the list as it was last.</summary>
public sealed class SegmentList
{
    private Segment[] _items;
    private long _sealedBytes;

    public SegmentList(IReadOnlyList<Segment> found)
    {
        _items = [.. found];
        _sealedBytes = found.Where(segment => segment.IsSealed).Sum(segment => segment.Length);
    }

    public ReadOnlySpan<Segment> Items => Volatile.Read(ref _items);

    /// <summary>The one that is appended to; none at first, and where one could not be begun.</summary>
    public Segment? Active => Items is [.., { IsSealed: false } last] ? last : null;

    public long Bytes => Volatile.Read(ref _sealedBytes) + (Active?.Length ?? 0);

    /// <summary>The segment where a reader that wants <paramref name="offset"/> goes on; null when all that there is lies before.</summary>
    public Segment? Find(long offset)
    {
        foreach (var segment in Items)
        {
            if (!segment.IsSealed || segment.End > offset)
                return segment;
        }

        return null;
    }

    public bool Contains(Segment segment) => Items.Contains(segment);

    /// <summary>Seals the active segment and goes on in another.</summary>
    public void Add(Segment segment)
    {
        if (Active is { } active)
        {
            active.Seal();
            _sealedBytes += active.Length;
        }

        Volatile.Write(ref _items, [.. _items, segment]);
    }

    /// <summary>Takes the oldest segment off the list; its file is the caller's.</summary>
    /// <returns>Null if it is still appended to.</returns>
    public Segment? RemoveOldest()
    {
        if (_items is not [{ IsSealed: true } oldest, .. var others])
            return null;
        _sealedBytes -= oldest.Length;
        Volatile.Write(ref _items, others);
        return oldest;
    }

    /// <summary>What lies from <paramref name="offset"/> on. Bytes are interpolated within its segment, whose records are much alike.</summary>
    public LogLag After(long offset)
    {
        var lag = new LogLag();
        foreach (var segment in Items)
        {
            var (first, end, bytes) = (segment.First, segment.End, segment.Length - SegmentHeader.Size);
            var records = LogOffset.Count(Math.Max(first, offset), end);
            if (records > 0)
                lag = new(lag.Records + records, lag.Bytes + (long)((double)bytes * records / LogOffset.Count(first, end)));
        }

        return lag;
    }
}

/// <summary>How much a sink has yet to acknowledge.</summary>
public readonly record struct LogLag(long Records, long Bytes);

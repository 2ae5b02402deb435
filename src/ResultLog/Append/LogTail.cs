using ResultLog.Read;
using ResultLog.Recovery;
using ResultLog.Segments;

namespace ResultLog.Append;

/// <summary>The end of the log, where records are written. Used under the log's gate.</summary>
internal sealed class LogTail(LogFolder folder, RecoveredLog found, SegmentList segments, DeliveryOptions options, Guid bootId)
{
    private readonly AppendBuffer _buffer = new();
    private long _next = found.Next;
    private long _end = found.End;

    /// <summary>One past the last record's offset; anyone may read it.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Writes one record, and a marker before it where records are missing.</summary>
    /// <param name="missing">Records that were not accepted since the last marker.</param>
    /// <param name="kind">Null: the marker alone.</param>
    /// <returns>Where they are now.</returns>
    /// <exception cref="IOException">The disk is full, or fails: as if nothing had been written.</exception>
    public Segment Write(RecordKind? kind, ReadOnlySpan<byte> payload, long missing, long unixMilliseconds)
    {
        var next = _next;
        _buffer.Clear();
        if (missing > 0)
        {
            Span<byte> marker = stackalloc byte[GapMarker.Size];
            new GapMarker(GapCause.NotAccepted, missing, -1, -1).Write(marker);
            _buffer.Add(next++, unixMilliseconds, RecordKind.Gap, marker);
        }

        if (kind is { } what)
            _buffer.Add(next++, unixMilliseconds, what, payload);
        if (segments.Active is not { } active || !active.IsEmpty && active.Length + _buffer.Frames.Length > options.SegmentBytes)
            active = Roll();
        active.Append(_buffer.Frames, next, unixMilliseconds);
        _next = next;
        Volatile.Write(ref _end, next);
        return active;
    }

    /// <summary>Goes on in a new segment.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public Segment Roll()
    {
        var former = segments.Active;
        var segment = Segment.Create(folder.Path, new SegmentHeader(found.Id, bootId, _next, End));
        segments.Add(segment);
        // A flush takes as long as the disk takes; nobody waits for this one.
        if (former is not null)
            ThreadPool.UnsafeQueueUserWorkItem(_ => former.Retire(flush: options.Fsync != FsyncPolicy.None), null);
        return segment;
    }
}

using System.Threading.Channels;
using ResultLog.Segments;

namespace ResultLog.Read;

/// <summary>Reads a log from an offset on, in order, for one sink. What it cannot get it tells by a gap record in its place.</summary>
public sealed class LogReader : IDisposable
{
    // Says only that something came: one is enough.
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly SegmentWindow _window;
    private readonly WriteAheadLog _log;
    private Segment? _segment;
    private long _expected;
    private long _lastTime;

    internal LogReader(WriteAheadLog log, long from, int windowBytes) => (_log, Next, _window) = (log, from, new SegmentWindow(windowBytes));

    /// <summary>Offset of the record that is read next.</summary>
    public long Next { get; private set; }

    /// <summary>Waits until there is something to read.</summary>
    /// <returns>False once the log is completed and all is read.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        while (_log.End <= Next)
        {
            if (!await _signal.Reader.WaitToReadAsync(stop))
                return _log.End > Next;
            _signal.Reader.TryRead(out _);
        }

        return true;
    }

    /// <summary>Fills the batch with what can be had at once, at most <paramref name="maxRecords"/>; the records that it held before are gone.</summary>
    /// <returns>False where there is nothing.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public bool TryRead(RecordBatch batch, int maxRecords)
    {
        batch.Clear();
        while (batch.Count == 0)
        {
            // A gap goes out before the disk is asked again, which may fail.
            _segment ??= OpenNext(batch);
            if (_segment is null || batch.Count > 0)
                break;

            // In this order: a segment that is sealed has its last end, and records before the end lie within the length.
            var (isSealed, end, isLast) = (_segment.IsSealed, _segment.End, false);
            if (!Take(batch, maxRecords, isLast: false))
                Take(batch, maxRecords, isLast = _window.Fill(_segment.Length));
            if (!isLast || !_window.Unread.IsEmpty)
                continue;
            Miss(batch, end, GapCause.Unreadable);
            if (!isSealed)
                break;
            _segment = null;
        }

        return batch.Count > 0;
    }

    public void Dispose()
    {
        _log.Unregister(this);
        _window.Dispose();
    }

    internal void Wake() => _signal.Writer.TryWrite(true);

    internal void Complete() => _signal.Writer.TryComplete();

    private Segment? OpenNext(RecordBatch batch)
    {
        while (_log.Segments.Find(Next) is { } segment)
        {
            try
            {
                _window.Open(segment.Path, SegmentHeader.Size);
            }
            catch (FileNotFoundException) when (segment.IsSealed || !_log.Segments.Contains(segment))
            {
                // Trimmed since, and no longer listed; or deleted by a stranger, so that it must be passed over.
                if (!_log.Segments.Contains(segment))
                    continue;
                Miss(batch, segment.End, GapCause.Unreadable);
                return null;
            }

            (_expected, _lastTime) = (segment.First, segment.FirstUnixMilliseconds);
            Miss(batch, segment.Header.EndBefore, segment == _log.Segments.Items[0] ? GapCause.Trimmed : GapCause.Unreadable);
            Next = Math.Max(Next, segment.First);
            return segment;
        }

        return null;
    }

    /// <returns>Whether the window held anything that could be used up.</returns>
    private bool Take(RecordBatch batch, int maxRecords, bool isLast)
    {
        var window = _window.Unread;
        var scanner = new RecordScanner(window.Span, _expected, _segment!.IsSealed ? _segment.End : long.MaxValue, isLast);
        while (batch.Count < maxRecords && scanner.TryRead(out var frame))
        {
            (_expected, _lastTime) = (frame.Offset + 1, frame.UnixMilliseconds);
            if (frame.Offset < Next)
                continue;
            Miss(batch, frame.Offset, GapCause.Unreadable);
            batch.Add(new(frame.Offset, frame.UnixMilliseconds, frame.Kind, window[(scanner.Position - frame.Payload.Length)..scanner.Position]));
            Next = frame.Offset + 1;
        }

        _window.Consume(scanner.Position);
        return scanner.Position > 0;
    }

    private void Miss(RecordBatch batch, long end, GapCause cause)
    {
        if (end <= Next)
            return;
        var payload = new byte[GapMarker.Size];
        new GapMarker(cause, LogOffset.Count(Next, end), Next, end - 1).Write(payload);
        batch.Add(new(end - 1, _lastTime, RecordKind.Gap, payload));
        Next = end;
    }
}

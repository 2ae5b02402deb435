using ResultLog.Append;
using ResultLog.Read;
using ResultLog.Recovery;
using ResultLog.Segments;

namespace ResultLog;

/// <summary>The write-ahead log: lanes append results and events, and each sink reads them at its own pace from where it last acknowledged.</summary>
/// <remarks>
/// Appends of all streams go through one gate, held for a copy and one write into the page cache: 3 µs. A writer thread of its own
/// was measured: one appender gets 40 times less through it, and each result waits for two thread switches, on a machine whose cores
/// are busy inferring. The price: a disk that does not return from a write keeps one lane; the others give up after their time.
/// </remarks>
public sealed class WriteAheadLog : IDisposable
{
    private readonly LogFolder _folder;
    private readonly Dictionary<string, Cursor> _cursors;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<DeliveryEvent> _raise;
    private readonly LogTail _tail;
    private readonly Retention _retention;
    private readonly AppendGate _gate;
    private readonly LogMaintenance _maintenance;
    private readonly Outage _fsync = new();
    private readonly Lock _change = new();
    private LogReader[] _readers = [];
    private bool _isCompleted;

    private WriteAheadLog(
        LogFolder folder, RecoveredLog found, Guid bootId, Dictionary<string, Cursor> cursors, DeliveryOptions options, TimeProvider time, Action<DeliveryEvent> raise)
    {
        (_folder, _cursors, _options, _time, _raise) = (folder, cursors, options, time, raise);
        (Id, TruncatedBytes, Segments) = (found.Id, found.TruncatedBytes, new SegmentList(found.Segments));
        _tail = new LogTail(folder, found, Segments, options, bootId);
        _retention = new Retention(Segments, cursors.Values, options, Counters, raise);
        _gate = new AppendGate(_tail, _retention, Segments, options, time, raise);
        _maintenance = new LogMaintenance(Maintain, options, time);
    }

    /// <summary>Stays as long as the folder does: offsets of another log mean nothing here.</summary>
    public Guid Id { get; }

    /// <summary>Cut off the end at the start.</summary>
    public long TruncatedBytes { get; }

    public LogCounters Counters { get; } = new();

    public SegmentList Segments { get; }

    /// <summary>One past the last record's offset.</summary>
    public long End => _tail.End;

    /// <summary>What the disk said last, while it fails.</summary>
    public string? Error => _gate.Error ?? _fsync.Error;

    public LogState State => Error is not null ? LogState.Failing : _retention.IsFull ? LogState.Full : LogState.Ok;

    /// <summary>How long the oldest record has been there.</summary>
    public TimeSpan OldestAge => Segments.Items is [{ IsEmpty: false } oldest, ..]
        ? _time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(oldest.FirstUnixMilliseconds)
        : TimeSpan.Zero;

    /// <param name="sinks">Names of those that read it. What all of them have acknowledged is deleted.</param>
    /// <param name="raise">Told of changes, from within an append too: it must neither wait nor append.</param>
    /// <param name="bootId">The machine's, where null.</param>
    /// <exception cref="LogFolderException">The folder cannot be used.</exception>
    public static WriteAheadLog Open(
        string path, IEnumerable<string> sinks, DeliveryOptions options, TimeProvider time, Action<DeliveryEvent> raise, Guid? bootId = null)
    {
        var folder = LogFolder.Open(path);
        try
        {
            var boot = bootId ?? BootId.Read();
            var found = new LogRecovery(path, boot).Run(folder.HighestCursor());
            var cursors = sinks.ToDictionary(sink => sink, sink => folder.OpenCursor(sink, found, options.NewSinkStartsAt));
            var log = new WriteAheadLog(folder, found, boot, cursors, options, time, raise);
            if (found.TruncatedBytes > 0)
                raise(new(DeliveryEventKind.LogRepaired, "log", $"{found.TruncatedBytes} bytes at its end were no whole record: cut off", found.TruncatedBytes));
            log._maintenance.Start();
            return log;
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new LogFolderException($"the result log in {path} cannot be opened: {FolderFault.Explain(path, e)}", e);
            throw;
        }
    }

    /// <summary>Never throws, and waits at most Delivery:AppendTimeoutMilliseconds for other appends and for room.</summary>
    public AppendOutcome Append(RecordKind kind, ReadOnlySpan<byte> payload)
    {
        var outcome = _gate.Append(kind, payload, out var segment);
        if (outcome != AppendOutcome.Accepted)
        {
            Counters.CountRefused(outcome);
            return outcome;
        }

        Counters.CountAccepted(payload.Length);
        if (_options.Fsync == FsyncPolicy.EveryRecord)
            Flush(segment!);
        WakeReaders();
        return outcome;
    }

    public Cursor CursorOf(string sink) => _cursors[sink];

    /// <param name="windowBytes">How much it reads from the disk at once, and so how much a batch can have.</param>
    public LogReader OpenReader(long from, int windowBytes = 1 << 20)
    {
        var reader = new LogReader(this, from, windowBytes);
        lock (_change)
        {
            _readers = [.. _readers, reader];
            if (_isCompleted)
                reader.Complete();
        }

        return reader;
    }

    /// <summary>To be called when a cursor has moved: deletes the segments that all have passed.</summary>
    public void Release()
    {
        // Outside of the gate: a large file takes milliseconds to delete.
        if (_retention.HasConsumed)
            _gate.TakeConsumed().ForEach(segment => segment.Delete());
    }

    /// <summary>Nothing is accepted any more; readers read what is left and end.</summary>
    public void Complete()
    {
        _gate.Mark();
        _gate.Complete();
        lock (_change)
        {
            _isCompleted = true;
            foreach (var reader in _readers)
                reader.Complete();
        }
    }

    public void Dispose()
    {
        Complete();
        _maintenance.Dispose();
        if (_options.Fsync != FsyncPolicy.None)
            FlushAll();
        foreach (var segment in Segments.Items)
            segment.Dispose();
        foreach (var cursor in _cursors.Values)
            cursor.Dispose();
        _folder.Dispose();
    }

    internal void Unregister(LogReader reader)
    {
        lock (_change)
            _readers = [.. _readers.Where(other => other != reader)];
    }

    private void Maintain()
    {
        if (_options.Fsync == FsyncPolicy.Interval)
            FlushAll();
        if (_gate.Mark())
            WakeReaders();
        _gate.TrimByAge(TimeSpan.FromHours(_options.MaxAgeHours));
    }

    private void WakeReaders()
    {
        foreach (var reader in Volatile.Read(ref _readers))
            reader.Wake();
    }

    private void FlushAll()
    {
        foreach (var segment in Segments.Items)
            Flush(segment);
    }

    private void Flush(Segment segment)
    {
        try
        {
            segment.Flush();
            if (_fsync.Succeed())
                _raise(new(DeliveryEventKind.LogRecovered, "log", "fsync succeeds again"));
        }
        catch (IOException e)
        {
            Counters.CountFsyncFailure();
            if (_fsync.Fail(e.Message))
                _raise(new(DeliveryEventKind.LogFailing, "log", $"fsync: {e.Message}"));
        }
    }
}

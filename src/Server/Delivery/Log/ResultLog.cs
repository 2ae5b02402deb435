namespace Server.Delivery.Log;

/// <summary>The write-ahead log: lanes append results and events, and each sink reads them at its own pace from where it last acknowledged.</summary>
/// <remarks>
/// Appends of all streams go through one gate, held for a copy and one write into the page cache: 3 µs. A writer thread of its own
/// was measured: one appender gets 40 times less through it, and each result waits for two thread switches, on a machine whose cores
/// are busy inferring. The price: a disk that does not return from a write keeps one lane; the others give up after their time.
/// </remarks>
internal sealed class ResultLog : IDisposable
{
    /// <summary>A full disk is asked four times a second.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly LogFolder _folder;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<DeliveryEvent> _raise;
    private readonly Dictionary<string, Cursor> _cursors;
    private readonly LogKeeper _keeper;
    private readonly Outage _writing = new();
    private readonly Outage _flushing = new();
    private LogReader[] _readers = [];
    private long _unmarked;

    // What follows is used under the gate only.
    private readonly object _gate = new();
    private readonly LogTail _tail;
    private readonly Retention _retention;
    private long? _failedAt;
    private bool _isCompleted;

    private ResultLog(LogFolder folder, RecoveredLog found, Guid bootId, Dictionary<string, Cursor> cursors, DeliveryOptions options, TimeProvider time, Action<DeliveryEvent> raise)
    {
        (_folder, _cursors, _options, _time, _raise) = (folder, cursors, options, time, raise);
        (Id, TruncatedBytes, Segments) = (found.Id, found.TruncatedBytes, new SegmentList(found.Segments));
        _tail = new LogTail(folder, found, Segments, options, bootId);
        _retention = new Retention(Segments, cursors.Values, options, Counters, raise);
        _keeper = new LogKeeper(Keep, options, time);
    }

    /// <summary>Stays as long as the folder does: offsets of another log mean nothing here.</summary>
    public Guid Id { get; }

    /// <summary>Cut off the end at the start.</summary>
    public long TruncatedBytes { get; }

    public LogCounters Counters { get; } = new();

    /// <summary>One past the last record's offset.</summary>
    public long End => _tail.End;

    /// <summary>What the disk said last, while it fails.</summary>
    public string? Error => _writing.Error ?? _flushing.Error;

    public LogState State => Error is not null ? LogState.Failing : _retention.IsFull ? LogState.Full : LogState.Ok;

    /// <summary>How long the oldest record has been there.</summary>
    public TimeSpan OldestAge => Segments.Items is [{ IsEmpty: false } oldest, ..] ? TimeSpan.FromMilliseconds(Now - oldest.FirstUnixMilliseconds) : TimeSpan.Zero;

    public SegmentList Segments { get; }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsResting => _failedAt is { } failed && _time.GetElapsedTime(failed) < Rest;

    /// <param name="sinks">Names of those that read it. What all of them have acknowledged is deleted.</param>
    /// <param name="raise">Told of changes, from within an append too: it must neither wait nor append.</param>
    /// <param name="bootId">The machine's, where null.</param>
    /// <exception cref="UserException">The folder cannot be used.</exception>
    public static ResultLog Open(string path, IEnumerable<string> sinks, DeliveryOptions options, TimeProvider time, Action<DeliveryEvent> raise, Guid? bootId = null)
    {
        var folder = LogFolder.Open(path);
        try
        {
            var boot = bootId ?? BootId.Read();
            var found = new LogRecovery(path, boot).Run(folder.HighestCursor());
            var cursors = sinks.ToDictionary(sink => sink, sink => folder.OpenCursor(sink, found, options.NewSinkStartsAt));
            var log = new ResultLog(folder, found, boot, cursors, options, time, raise);
            if (found.TruncatedBytes > 0)
                raise(new(DeliveryEventKind.LogRepaired, "log", $"{found.TruncatedBytes} bytes at its end made no whole record and were cut off", found.TruncatedBytes));
            log._keeper.Start();
            return log;
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new UserException($"the result log in {path} cannot be opened: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Never throws, and waits at most Delivery:AppendTimeoutMilliseconds for other appends and for room.</summary>
    public AppendOutcome Append(RecordKind kind, ReadOnlySpan<byte> payload)
    {
        Segment? written = null;
        var outcome = payload.Length > RecordFrame.MaxPayload ? AppendOutcome.TooLarge : AppendInTurn(kind, payload, out written);
        if (outcome != AppendOutcome.Accepted)
        {
            Interlocked.Increment(ref _unmarked);
            Counters.CountRefused(outcome);
            return outcome;
        }

        Counters.CountAccepted(payload.Length);
        if (_options.Fsync == FsyncPolicy.EveryRecord)
            Flush(written!);
        foreach (var reader in Volatile.Read(ref _readers))
            reader.Wake();
        return outcome;
    }

    public Cursor CursorOf(string sink) => _cursors[sink];

    public LogReader OpenReader(long from)
    {
        var reader = new LogReader(this, from);
        lock (_gate)
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
        if (!_retention.HasPassed)
            return;
        List<Segment> passed;
        lock (_gate)
        {
            passed = _retention.TakePassed();
            Monitor.PulseAll(_gate);
        }

        // Outside of the gate: a large file takes milliseconds to delete.
        passed.ForEach(segment => segment.Delete());
    }

    /// <summary>Nothing is accepted any more; readers read what is left and end.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            Mark();
            _isCompleted = true;
            Monitor.PulseAll(_gate);
            foreach (var reader in _readers)
                reader.Complete();
        }
    }

    public void Dispose()
    {
        Complete();
        _keeper.Dispose();
        foreach (var segment in Segments.Items)
        {
            if (_options.Fsync != FsyncPolicy.None)
                Flush(segment);
            segment.Dispose();
        }

        foreach (var cursor in _cursors.Values)
            cursor.Dispose();
        _folder.Dispose();
    }

    internal void Forget(LogReader reader)
    {
        lock (_gate)
            _readers = [.. _readers.Where(other => other != reader)];
    }

    private AppendOutcome AppendInTurn(RecordKind kind, ReadOnlySpan<byte> payload, out Segment? written)
    {
        written = null;
        var deadline = Environment.TickCount64 + _options.AppendTimeoutMilliseconds;
        // While the disk does not answer only the first waits for long.
        if (!Monitor.TryEnter(_gate, _writing.Error is null ? _options.AppendTimeoutMilliseconds : 1))
        {
            Fail($"a write takes longer than {_options.AppendTimeoutMilliseconds} ms");
            return AppendOutcome.Busy;
        }

        try
        {
            while (!_isCompleted && !IsResting)
            {
                if (MakeRoom(2 * RecordFrame.HeaderSize + GapMarker.Size + payload.Length))
                    return TryWrite(kind, payload, out written) ? AppendOutcome.Accepted : AppendOutcome.Failing;
                if (!Monitor.Wait(_gate, (int)Math.Max(0, deadline - Environment.TickCount64)))
                    return AppendOutcome.Full;
            }

            return _isCompleted ? AppendOutcome.Completed : AppendOutcome.Failing;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private bool MakeRoom(int bytes)
    {
        while (!_retention.HasRoom(bytes))
        {
            _retention.EnterFull();
            if (_options.WhenFull == FullPolicy.Block)
                return false;
            if (!_retention.DropOldest())
                break;
        }

        return true;
    }

    private bool TryWrite(RecordKind? kind, ReadOnlySpan<byte> payload, out Segment? written)
    {
        var missing = Interlocked.Exchange(ref _unmarked, 0);
        try
        {
            written = _tail.Write(kind, payload, missing, Now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _unmarked, missing);
            _failedAt = _time.GetTimestamp();
            Fail(e.Message);
            written = null;
            return false;
        }

        _failedAt = null;
        if (_writing.Succeed())
            _raise(new(DeliveryEventKind.LogRecovered, "log", "writing", missing));
        return true;
    }

    private void Fail(string error)
    {
        if (_writing.Fail(error))
            _raise(new(DeliveryEventKind.LogFailing, "log", error));
    }

    /// <summary>Tells in the log how many records are not in it, where no accepted record has told yet.</summary>
    private void Mark()
    {
        if (Interlocked.Read(ref _unmarked) > 0 && !_isCompleted && !IsResting && _retention.HasRoom(RecordFrame.HeaderSize + GapMarker.Size))
            TryWrite(null, [], out _);
    }

    private void Keep()
    {
        if (_options.Fsync == FsyncPolicy.Interval)
        {
            foreach (var segment in Segments.Items)
                Flush(segment);
        }

        lock (_gate)
        {
            if (_isCompleted)
                return;
            Mark();
            TrimByAge(TimeSpan.FromHours(_options.MaxAgeHours));
            Monitor.PulseAll(_gate);
        }
    }

    private void TrimByAge(TimeSpan maxAge)
    {
        // A segment goes as a whole, so it must not span too much of the age.
        if (!IsResting && Segments.Active is { IsEmpty: false } active && active.FirstUnixMilliseconds < Now - (long)(maxAge / 8).TotalMilliseconds)
            TryRoll();
        _retention.DropOlderThan(Now - (long)maxAge.TotalMilliseconds);
    }

    private void TryRoll()
    {
        try
        {
            _tail.Roll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failedAt = _time.GetTimestamp();
            Fail(e.Message);
        }
    }

    private void Flush(Segment segment)
    {
        try
        {
            segment.Flush();
            if (_flushing.Succeed())
                _raise(new(DeliveryEventKind.LogRecovered, "log", "fsync"));
        }
        catch (IOException e)
        {
            Counters.CountFsyncFailure();
            if (_flushing.Fail(e.Message))
                _raise(new(DeliveryEventKind.LogFailing, "log", $"fsync: {e.Message}"));
        }
    }
}

using ResultLog.Read;
using ResultLog.Segments;

namespace ResultLog.Pump;

/// <summary>Feeds one sink: wait → drain → write → commit, and the same batch again until the sink takes it.</summary>
/// <remarks>A sink that fails holds up nobody but itself: its records wait in the log.</remarks>
public sealed class SinkPump(ISink sink, WriteAheadLog log, DeliveryOptions options, TimeProvider time, Action<DeliveryEvent> raise) : IDisposable
{
    private readonly Cursor _cursor = log.CursorOf(sink.Name);
    private readonly long _endAtStart = log.End;
    private readonly RecordBatch _batch = new();
    private readonly BackOff _backOff = new(options.RetryMinMilliseconds, options.RetryMaxMilliseconds);
    private readonly Outage _outage = new();
    private readonly Refusals _refusals = new(time);
    private readonly CancellationTokenSource _stop = new();
    private volatile SinkState _state = SinkState.Starting;
    private volatile bool _isFinishing;
    private long _pendingSince;

    public string Name => sink.Name;

    public SinkState State => _outage.Error is not null ? SinkState.Down : _state;

    /// <summary>What it said last, while it is down.</summary>
    public string? Error => _outage.Error;

    /// <summary>What it refuses for good though it is up, and why; null while it takes everything.</summary>
    public string? Refusal => _refusals.Reason is { } reason ? $"{reason} ({_refusals.Count} so far)" : null;

    public SinkCounters Counters { get; } = new();

    /// <summary>What it has yet to acknowledge.</summary>
    public LogLag Lag => log.Segments.After(_cursor.Offset);

    /// <summary>How long the oldest record that it has yet to acknowledge has been in the log.</summary>
    public TimeSpan LagAge => Lag.Records == 0 || Volatile.Read(ref _pendingSince) is not (> 0 and var since)
        ? TimeSpan.Zero
        : time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(since);

    /// <summary>Runs until the log is completed and all is delivered, or <see cref="Stop"/>.</summary>
    public async Task RunAsync()
    {
        var stop = _stop.Token;
        try
        {
            Volatile.Write(ref _pendingSince, log.Segments.Find(_cursor.Offset)?.FirstUnixMilliseconds ?? 0);
            using var reader = log.OpenReader(await Persist(OpenAsync, stop), sink.Limits.MaxBytes);
            _state = SinkState.Up;
            while (await reader.WaitAsync(stop))
                await Deliver(reader, stop);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // What is left is delivered after the next start.
        }

        _state = SinkState.Stopped;
    }

    /// <summary>The log was completed: the sink takes what is left, unless it is or goes down.</summary>
    public void Finish()
    {
        _isFinishing = true;
        if (Error is not null)
            Stop();
    }

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private async Task<long> OpenAsync(CancellationToken stop)
    {
        // A sink that is ahead of the log has seen an end that a power cut took; the log's own cursor knows what is left.
        if (await sink.OpenAsync(log.Id, stop) is { } own && own <= log.End)
            _cursor.Commit(own);
        return _cursor.Offset;
    }

    private async Task Deliver(LogReader reader, CancellationToken stop)
    {
        if (sink.Limits.Linger > TimeSpan.Zero && log.End - reader.Next < sink.Limits.MaxRecords)
            await Task.Delay(sink.Limits.Linger, time, stop);
        if (!await Persist(_ => Task.FromResult(reader.TryRead(_batch, sink.Limits.MaxRecords)), stop))
            return;

        Volatile.Write(ref _pendingSince, _batch[0].UnixMilliseconds);
        var (whole, replayed) = Count();
        var refused = await Persist(WriteAsync, stop);
        _batch.Acknowledge(_batch.Count);
        await Persist(CommitAsync, stop);
        Counters.CountDelivered(whole - refused, replayed);
        Counters.CountDropped(refused);
        Tell(refused);
        if (log.End <= reader.Next)
            Volatile.Write(ref _pendingSince, 0);
    }

    private void Tell(int refused)
    {
        if ((sink.Refusal ?? (refused > 0 ? "it does not say why" : null)) is { } reason)
        {
            if (_refusals.Refuse(reason, refused))
                raise(new(DeliveryEventKind.SinkRefusing, Name, reason, refused));
        }
        else if (_refusals.Accept())
        {
            raise(new(DeliveryEventKind.SinkAccepting, Name, "", _refusals.Count));
        }
    }

    /// <summary>Tells of gaps that this sink alone has.</summary>
    /// <returns>Records that came out of the log, and how many of them an earlier start put there.</returns>
    private (int Whole, int Replayed) Count()
    {
        var (whole, replayed) = (0, 0);
        foreach (var record in _batch.Records)
        {
            if (record.Kind == RecordKind.Gap && GapMarker.TryRead(record.Payload.Span, out var gap) && gap.Cause != GapCause.NotAccepted)
            {
                Counters.CountDropped(gap.Count);
                raise(new(DeliveryEventKind.SinkGap, Name, $"{gap.Cause}: offsets {gap.First} to {gap.Last}", gap.Count));
                continue;
            }

            whole++;
            replayed += record.Offset < _endAtStart ? 1 : 0;
        }

        return (whole, replayed);
    }

    private async Task<int> WriteAsync(CancellationToken stop)
    {
        // After a failure it may have more than it said: a commit whose answer was lost, say.
        if (Error is not null && await sink.OpenAsync(log.Id, stop) is { } own)
            _batch.AcknowledgeBefore(own);
        try
        {
            return _batch.Count > 0 ? await sink.WriteAsync(_batch, stop) : 0;
        }
        catch
        {
            Counters.CountRetried(_batch.Count);
            // What it took before it failed is not given again, in this run or the next.
            if (_batch.AcknowledgedEnd > _cursor.Offset)
                await CommitAsync(stop);
            throw;
        }
    }

    private Task<bool> CommitAsync(CancellationToken stop)
    {
        _cursor.Commit(_batch.AcknowledgedEnd);
        log.Release();
        return Task.FromResult(true);
    }

    /// <summary>Does it again until it succeeds.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    private async Task<T> Persist<T>(Func<CancellationToken, Task<T>> act, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using var timely = CancellationTokenSource.CreateLinkedTokenSource(stop);
                timely.CancelAfter(TimeSpan.FromSeconds(options.AcknowledgeTimeoutSeconds));
                var done = await act(timely.Token);
                Succeed();
                return done;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // Whatever it is, it is this sink's: the others go on.
                Fail(e);
                if (_isFinishing)
                    Stop();
            }

            await Task.Delay(_backOff.Next(), time, stop);
        }
    }

    private void Succeed()
    {
        _backOff.Reset();
        if (_outage.Succeed())
            raise(new(DeliveryEventKind.SinkUp, Name, "", Lag.Records));
    }

    private void Fail(Exception e)
    {
        var error = e is OperationCanceledException ? $"no acknowledgement within {options.AcknowledgeTimeoutSeconds} s" : e.Message;
        if (_outage.Fail(error))
            raise(new(DeliveryEventKind.SinkDown, Name, error));
        // What a network or a disk does is told by its words; anything else is a bug, whose place matters.
        if (e is SinkException or OperationCanceledException or IOException or UnauthorizedAccessException)
            return;
        Counters.CountFault();
        raise(new(DeliveryEventKind.SinkFault, Name, error, Fault: e));
    }
}

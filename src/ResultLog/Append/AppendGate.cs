using ResultLog.Read;
using ResultLog.Segments;

namespace ResultLog.Append;

/// <summary>The one place through which records come into the log, one at a time; and what else must not happen meanwhile.</summary>
internal sealed class AppendGate(LogTail tail, Retention retention, SegmentList segments, DeliveryOptions options, TimeProvider time, Action<DeliveryEvent> raise)
{
    /// <summary>A full disk is asked four times a second.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    // A marker may come along with a record.
    private const int Overhead = 2 * RecordFrame.HeaderSize + GapMarker.Size;

    private readonly Outage _outage = new();
    private long _unmarked;

    // Under the gate.
    private readonly object _gate = new();
    private long? _failedAt;
    private bool _isCompleted;

    /// <summary>What the disk said last, while writing fails.</summary>
    public string? Error => _outage.Error;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsBackingOff => _failedAt is { } failed && time.GetElapsedTime(failed) < RetryDelay;

    /// <param name="written">The segment where an accepted record is.</param>
    public AppendOutcome Append(RecordKind kind, ReadOnlySpan<byte> payload, out Segment? written)
    {
        written = null;
        var outcome = payload.Length > RecordFrame.MaxPayload ? AppendOutcome.TooLarge : AppendInTurn(kind, payload, out written);
        if (outcome != AppendOutcome.Accepted)
            Interlocked.Increment(ref _unmarked);
        return outcome;
    }

    /// <summary>Tells in the log how many records are not in it, unless an accepted record has taken that along.</summary>
    /// <remarks>Which also finds out whether a disk is back that failed.</remarks>
    /// <returns>Whether there was anything to tell, and it is in the log.</returns>
    public bool Mark()
    {
        lock (_gate)
            return Interlocked.Read(ref _unmarked) > 0 && !_isCompleted && !IsBackingOff && retention.HasSpace(Overhead) && TryWrite(null, [], out _);
    }

    /// <summary>Takes the segments off the list that all sinks have passed; the caller deletes them.</summary>
    public List<Segment> TakeConsumed()
    {
        lock (_gate)
        {
            var passed = retention.TakeConsumed();
            Monitor.PulseAll(_gate);
            return passed;
        }
    }

    public void TrimByAge(TimeSpan maxAge)
    {
        lock (_gate)
        {
            // A segment goes as a whole, so it must not span too much of the age.
            var eldest = Now - (long)(maxAge / 8).TotalMilliseconds;
            if (!_isCompleted && !IsBackingOff && segments.Active is { IsEmpty: false } active && active.FirstUnixMilliseconds < eldest)
                TryRoll();
            retention.DropOlderThan(Now - (long)maxAge.TotalMilliseconds);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nothing is accepted any more.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Monitor.PulseAll(_gate);
        }
    }

    private AppendOutcome AppendInTurn(RecordKind kind, ReadOnlySpan<byte> payload, out Segment? written)
    {
        written = null;
        var deadline = Environment.TickCount64 + options.AppendTimeoutMilliseconds;
        // While the disk does not answer only the first waits for long.
        if (!Monitor.TryEnter(_gate, Error is null ? options.AppendTimeoutMilliseconds : 1))
        {
            Fail($"a write takes longer than {options.AppendTimeoutMilliseconds} ms");
            return AppendOutcome.Busy;
        }

        try
        {
            while (!_isCompleted && !IsBackingOff)
            {
                if (EnsureSpace(payload.Length + Overhead))
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

    private bool EnsureSpace(int bytes)
    {
        while (!retention.HasSpace(bytes))
        {
            retention.EnterFull();
            if (options.WhenFull == FullPolicy.Block)
                return false;
            if (!retention.DropOldest())
                break;
        }

        return true;
    }

    private bool TryWrite(RecordKind? kind, ReadOnlySpan<byte> payload, out Segment? written)
    {
        var missing = Interlocked.Exchange(ref _unmarked, 0);
        try
        {
            written = tail.Write(kind, payload, missing, Now);
            Succeed(missing);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _unmarked, missing);
            FailAndBackOff(e.Message);
            written = null;
            return false;
        }
    }

    private void TryRoll()
    {
        try
        {
            tail.Roll();
            Succeed(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FailAndBackOff(e.Message);
        }
    }

    private void Succeed(long missing)
    {
        _failedAt = null;
        if (_outage.Succeed())
            raise(new(DeliveryEventKind.LogRecovered, "log", "it can be written again", missing + Interlocked.Read(ref _unmarked)));
    }

    private void FailAndBackOff(string error)
    {
        _failedAt = time.GetTimestamp();
        Fail(error);
    }

    private void Fail(string error)
    {
        if (_outage.Fail(error))
            raise(new(DeliveryEventKind.LogFailing, "log", error));
    }
}

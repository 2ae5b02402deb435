using System.Diagnostics.CodeAnalysis;
using Media;

namespace Inference.Batching;

/// <summary>One stream's entry into the engine: frames in, results out in order.</summary>
/// <remarks>
/// One thread hands frames in; lanes claim them and complete them in any order; the receiver is called in claim order, one call
/// at a time. The lock is this stream's own and is never held while pictures are converted, models run or receivers are called.
/// A frame belongs to the engine once it is handed in, whatever the answer.
/// </remarks>
public sealed class InferenceStream : IDisposable, IBatchSource
{
    private readonly BatchQueue _queue;
    private readonly IResultReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly object _gate = new();

    // Waiting: handed in, not yet claimed. Live streams have one place, the newest frame's.
    private readonly Waiting[] _waiting;
    private int _first;
    private int _count;

    // Claimed: items by ticket modulo the places; a ticket's place is free again once its result is delivered.
    private readonly FrameItem?[] _items;
    private readonly bool[] _finished;
    private long _nextTicket;
    private long _nextDelivery;
    private bool _delivering;
    private bool _closed;
    private bool _broken;

    private InferenceStreamOptions _options;

    internal InferenceStream(BatchQueue queue, InferenceStreamOptions options, IResultReceiver receiver, int inFlight, TimeProvider time)
    {
        _queue = queue;
        _receiver = receiver;
        _time = time;
        _options = options;

        // A file keeps a whole run's worth waiting, so that a free lane finds a full batch.
        _waiting = new Waiting[options.Lossless ? queue.MaxBatchSize * 2 : 1];
        _items = new FrameItem?[inFlight];
        _finished = new bool[inFlight];
    }

    private readonly record struct Waiting(Frame Frame, long Sequence, long Submitted, long Shape);

    /// <summary>May be set while frames flow; holds from the next claim on. <see cref="InferenceStreamOptions.Lossless"/> stays as it was.</summary>
    public InferenceStreamOptions Options
    {
        get => Volatile.Read(ref _options);
        set => Volatile.Write(ref _options, value with { Lossless = _options.Lossless });
    }

    /// <summary>Frames handed in and not yet delivered.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
                return _count + (int)(_nextTicket - _nextDelivery);
        }
    }

    /// <summary>A live frame still waits for a lane: one that is handed in now takes its place. Never so of a lossless stream.</summary>
    public bool IsBehind => HasWaiting && !_options.Lossless;

    double IBatchSource.Served { get; set; }

    double IBatchSource.Priority => Options.Priority;

    bool IBatchSource.HasWaiting => HasWaiting;

    private bool HasWaiting => Volatile.Read(ref _count) > 0;

    /// <summary>Hands a frame in. False once the stream is closed: the frame was dropped as <see cref="FrameOutcome.Shutdown"/>.</summary>
    public bool Submit(in Frame frame, long sequence)
    {
        Waiting replaced = default;
        bool accepted, superseded = false;
        lock (_gate)
        {
            if (_options.Lossless)
            {
                while (_count == _waiting.Length && !_closed)
                    Monitor.Wait(_gate);
            }
            else if (_count == _waiting.Length && !_closed)
            {
                (replaced, superseded) = (Take(), true);
            }

            accepted = !_closed;
            if (accepted)
            {
                var shape = _queue.ShapeOf(frame, _options.Shape);
                _waiting[(_first + _count) % _waiting.Length] = new(frame, sequence, _time.GetTimestamp(), shape);
                Volatile.Write(ref _count, _count + 1);
            }
        }

        if (superseded)
            Drop(replaced.Frame, replaced.Sequence, FrameOutcome.Superseded);
        if (accepted)
            _queue.Signal();
        else
            Drop(frame, sequence, FrameOutcome.Shutdown);
        return accepted;
    }

    bool IBatchSource.TryClaim(ref long shape, [NotNullWhen(true)] out BatchItem? item)
    {
        item = null;
        while (true)
        {
            Waiting expired;
            lock (_gate)
            {
                if (_count == 0 || _nextTicket - _nextDelivery == _items.Length)
                    return false;
                var next = _waiting[_first];
                if (shape != 0 && next.Shape != shape)
                    return false;

                Take();
                Monitor.Pulse(_gate);
                if (!IsExpired(next))
                {
                    shape = next.Shape;
                    item = Claim(next);
                    return true;
                }

                expired = next;
            }

            Drop(expired.Frame, expired.Sequence, FrameOutcome.Deadline);
        }
    }

    /// <summary>A lane is done with a frame: its result goes out as soon as all before it have.</summary>
    internal void Complete(FrameItem item)
    {
        lock (_gate)
        {
            _finished[item.Ticket % _items.Length] = true;
            if (_delivering)
                return;
            _delivering = true;
        }

        while (NextFinished() is { } next)
        {
            Deliver(next.Result);
            Delivered();
            _queue.Items.Return(next);
        }
    }

    /// <summary>Waits until every frame handed in has been delivered or dropped.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            while (_count > 0 || _nextTicket > _nextDelivery)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Lets nothing more in and drops what waits; what already runs is still delivered.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _queue.Remove(this);
        while (TryTake(out var waiting))
            Drop(waiting.Frame, waiting.Sequence, FrameOutcome.Shutdown);
    }

    private FrameItem Claim(in Waiting next)
    {
        var ticket = _nextTicket++;
        var item = _items[ticket % _items.Length] = _queue.Items.Rent();
        item.Begin(this, next.Frame, next.Sequence, next.Submitted, ticket);
        return item;
    }

    private Waiting Take()
    {
        var next = _waiting[_first];
        _waiting[_first] = default;
        _first = (_first + 1) % _waiting.Length;
        Volatile.Write(ref _count, _count - 1);
        return next;
    }

    private bool TryTake(out Waiting waiting)
    {
        lock (_gate)
        {
            var any = _count > 0;
            waiting = any ? Take() : default;
            Monitor.PulseAll(_gate);
            return any;
        }
    }

    private bool IsExpired(in Waiting next) =>
        _options.MaxLatency > TimeSpan.Zero && _time.GetElapsedTime(next.Frame.Times.Arrival) > _options.MaxLatency;

    private FrameItem? NextFinished()
    {
        lock (_gate)
        {
            var place = _nextDelivery % _items.Length;
            if (_finished[place])
                return _items[place];
            _delivering = false;
            return null;
        }
    }

    private void Deliver(InferenceResult result)
    {
        if (Volatile.Read(ref _broken))
        {
            Drop(result.Frame, result.Sequence, FrameOutcome.Shutdown);
            return;
        }

        try
        {
            _receiver.OnResult(result);
        }
        catch (Exception e)
        {
            Break(e);
        }

        result.Frame.Release();
    }

    private void Delivered()
    {
        lock (_gate)
        {
            var place = _nextDelivery++ % _items.Length;
            (_items[place], _finished[place]) = (null, false);
            Monitor.PulseAll(_gate);
        }

        // A place became free: a lane that passed this stream over may claim from it again.
        if (HasWaiting)
            _queue.Signal();
    }

    private void Drop(in Frame frame, long sequence, FrameOutcome reason)
    {
        try
        {
            _receiver.OnDropped(frame, sequence, reason);
        }
        catch (Exception e)
        {
            Break(e);
        }

        frame.Release();
    }

    /// <summary>The wall between a receiver and the lanes: the first thing that it throws ends its stream, the rest is of no interest.</summary>
    private void Break(Exception fault)
    {
        if (Interlocked.Exchange(ref _broken, true))
            return;
        Dispose();
        try
        {
            _receiver.OnFault(fault);
        }
        catch (Exception)
        {
            // It has been told.
        }
    }
}

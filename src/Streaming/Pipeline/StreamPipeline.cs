using Inference;
using Inference.Batching;
using Inference.Model;
using Media;
using Streaming.Decode;
using Streaming.Results;
using Streaming.Snapshots;
using Streaming.Sources;
using FrameResult = Wire.V1.FrameResult;

namespace Streaming.Pipeline;

/// <summary>The route of a frame, in the order it is taken: source, decoder, gate, engine, and the stages of its result.</summary>
/// <remarks>
/// The source's thread runs the first half, down to the hand-over to the engine; the engine's lanes run the second, one result at
/// a time and in order. Between the two there is at most one waiting frame (live) or a few (lossless), so latency cannot grow.
/// </remarks>
internal sealed class StreamPipeline(
    string streamId, StreamSession session, ModelMetadata model, IResultStage[] stages, FrameTrace trace, Func<double> targetFps, Action<string> warn, TimeProvider time,
    FrameWatch? watch = null)
    : IResultReceiver
{
    // Source side.
    private readonly FrameGate _gate = new();
    private long _sequence;
    private long _decodeErrors, _withoutFrame, _skipped;
    private int _inDecoder;
    private string? _warning;

    // Units that became no frame since the last result; frames are told apart by their sequence.
    private int _undecodedSinceLast;

    // Lane side.
    private long _lastSequence = -1;

    // What a stage threw, and what ends the source's side for it.
    private volatile Exception? _fault;
    private CancellationTokenSource? _lifetime;

    /// <summary>What happens to a result, in this order.</summary>
    public static IResultStage[] Stages(
        ResultDelivery delivery, ResultHub hub, ModelTimings timings, LatencyWindow latency, FrameTrace trace, SnapshotTap snapshots, ModelMetadata model, TimeProvider time) =>
    [
        // The log first: a server that is killed between the two has shown nobody what no sink will ever get.
        new Stage((_, message) => delivery.Append(message)),
        new Stage((_, message) => hub.Publish(message)),
        new Stage((result, _) => latency.Record(timings.Published(result, time))),
        new Stage((result, _) => trace.Published(result)),
        new Stage((result, message) => snapshots.Offer(result.Frame, message, model.Labels)),
    ];

    /// <summary>Runs until the source ends.</summary>
    /// <exception cref="MediaException">The source was lost.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    /// <exception cref="ResultStageException">A stage threw.</exception>
    public void Run(IIngestSource source, InferenceStream inference, CancellationToken stop)
    {
        using var lifetime = _lifetime = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            Drive(source, inference, lifetime.Token);
        }
        catch (Exception) when (_fault is not null)
        {
            // It follows from that.
        }

        if (_fault is { } fault)
            throw new ResultStageException(fault);
    }

    private void Drive(IIngestSource source, InferenceStream inference, CancellationToken stop)
    {
        source.AskFor(targetFps);
        using var decoder = StreamDecoder.Open(source, time);
        var route = new Route(source, new UnitGate(isLive: !inference.Options.Lossless), decoder, inference);
        try
        {
            var requested = time.GetTimestamp();
            while (source.TryRead(out var unit, stop))
            {
                Skip(source);
                Warn(source.Warning);
                session.Account.Received();
                var read = time.GetTimestamp();
                if (route.Units.Refuse(unit, time.GetElapsedTime(0, read), time.GetElapsedTime(requested, read)) is { } reason)
                    Skip(unit, reason);
                else
                    Decode(route, trace.Begin(unit));
                if (watch?.Observe(unit.IsKey, time.GetElapsedTime(0, read), source.FrameInterval) is { } fault)
                    throw new MediaException(MediaErrorKind.Timeout, fault);
                requested = time.GetTimestamp();
            }

            decoder.SendEnd();
            Submit(route);
            inference.Drain();
        }
        finally
        {
            inference.Dispose();
            inference.Drain();
            Skip(source);
            EmptyDecoder(stop);
        }
    }

    /// <summary>What the source's half of a session goes through.</summary>
    private readonly record struct Route(IIngestSource Source, UnitGate Units, IStreamDecoder Decoder, InferenceStream Inference);

    private void Skip(in EncodedUnit unit, DropReason reason)
    {
        unit.Raw.Release();
        Undecoded(reason);
    }

    private void Decode(in Route route, in EncodedUnit unit)
    {
        var pts = unit.Times.Pts90kHz;
        _inDecoder++;
        // The gate is asked twice: here, in decoding order, so that what is surely not wanted need not be decoded; and again for each
        // picture that comes out, in the order of presentation, which alone tells how far apart the pictures are.
        var wanted = _gate.AllowsOrigin(pts, targetFps()) && route.Units.IsWanted(pts, route.Inference.IsBehind);
        if (!wanted)
            watch?.Reset();
        route.Decoder.Send(unit, wanted);
        Submit(route);
    }

    private void Submit(in Route route)
    {
        while (route.Decoder.TryNext(out var pts))
        {
            LeaveDecoder();
            watch?.Reset();
            if (_gate.TryAdmit(pts, targetFps()))
            {
                var frame = route.Decoder.Take();
                session.Decoded(frame.Width, frame.Height);
                route.Units.Submitted(pts);
                route.Inference.Submit(frame, _sequence++);
                continue;
            }

            _sequence++;
            session.Account.Dropped(DropReason.TargetFps);
        }

        // A unit may fail in parts, each an error, and still give a picture: no more units are lost than are inside.
        for (; _decodeErrors < route.Decoder.Errors; _decodeErrors++)
        {
            route.Source.OnUndecodable();
            Lose(DropReason.DecodeError);
        }

        for (; _withoutFrame < route.Decoder.WithoutFrame; _withoutFrame++)
            Lose(DropReason.NotDecoded);
    }

    private void Warn(string? warning)
    {
        if (ReferenceEquals(warning, _warning) || warning is null)
            return;
        warn(_warning = warning);
    }

    /// <summary>What was received and never read.</summary>
    private void Skip(IIngestSource source)
    {
        for (; _skipped < source.Skipped; _skipped++)
        {
            session.Account.Received();
            Undecoded(DropReason.NotDecoded);
        }
    }

    /// <summary>A picture came out. A unit that holds two counts as two received.</summary>
    private void LeaveDecoder()
    {
        if (_inDecoder > 0)
            _inDecoder--;
        else
            session.Account.Received();
    }

    private void Lose(DropReason reason)
    {
        if (_inDecoder == 0)
            return;
        _inDecoder--;
        Undecoded(reason);
    }

    private void Undecoded(DropReason reason)
    {
        Interlocked.Increment(ref _undecodedSinceLast);
        session.Account.Dropped(reason);
    }

    public void OnResult(InferenceResult result)
    {
        if (result.Outcome == FrameOutcome.Failed)
        {
            Drop(result.Frame, DropReason.InferenceError);
            return;
        }

        // While this frame ran, later ones may have been dropped already: they count for the next result.
        var dropped = (int)(result.Sequence - _lastSequence - 1) + Interlocked.Exchange(ref _undecodedSinceLast, 0);
        _lastSequence = result.Sequence;
        session.Account.Inferred();
        var message = FrameResults.ToMessage(result, new FrameIdentity(streamId, session.Id, dropped, result.Frame.Times.Trace?.Id), model, time);
        foreach (var stage in stages)
            stage.OnResult(result, message);
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason) => Drop(frame, reason switch
    {
        FrameOutcome.Superseded => DropReason.Superseded,
        FrameOutcome.Deadline => DropReason.Deadline,
        _ => DropReason.Shutdown,
    });

    public void OnFault(Exception fault)
    {
        _fault = fault;
        _lifetime?.Cancel();
    }

    private void Drop(in Frame frame, DropReason reason)
    {
        session.Account.Dropped(reason);
        FrameTrace.Dropped(frame, reason);
    }

    /// <summary>What went into the decoder and never came out: cut off by a stop, or units that carry no picture.</summary>
    private void EmptyDecoder(CancellationToken stop)
    {
        while (_inDecoder > 0)
            Lose(stop.IsCancellationRequested ? DropReason.Shutdown : DropReason.NotDecoded);
    }

    private sealed class Stage(Action<InferenceResult, FrameResult> onResult) : IResultStage
    {
        public void OnResult(InferenceResult result, FrameResult message) => onResult(result, message);
    }
}

/// <summary>One thing that is done with every result of a session. What it throws fails the stream, and touches no other.</summary>
internal interface IResultStage
{
    /// <summary>By the lane that delivers, one result at a time and in order, so it must be quick.</summary>
    /// <param name="result">What the engine lends, for the call.</param>
    /// <param name="message">What leaves the server of it.</param>
    void OnResult(InferenceResult result, FrameResult message);
}

/// <summary>A stage of a stream's results threw: a fault of ours, whatever its type says.</summary>
internal sealed class ResultStageException(Exception fault) : Exception($"a result could not be dealt with: {fault.Message}", fault);

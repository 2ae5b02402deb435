using Inference;
using Inference.Batching;
using Server.Decode;
using Server.Ingest;
using Server.Publish;
using Server.Snapshots;

namespace Server.Streams;

/// <summary>The route of a frame, in the order it is taken: source, decoder, gate, engine, log, subscribers and snapshots.</summary>
/// <remarks>
/// The source's thread runs the first half, down to the hand-over to the engine; the engine's lanes run the second, one result at
/// a time and in order. Between the two there is at most one waiting frame (live) or a few (lossless), so latency cannot grow.
/// </remarks>
internal sealed class StreamPipeline(
    string streamId, StreamSession session, InferenceEngine engine, ResultHub hub, StreamJournal journal, SnapshotTap snapshots, Func<StreamOptions> options,
    TimeProvider time)
    : IResultReceiver
{
    // Source side.
    private readonly FrameGate _gate = new();
    private long _sequence;
    private long _decodeErrors, _skipped;
    private int _inDecoder;
    private bool _keyframeSeen;

    // Units that became no frame since the last result; frames are told apart by their sequence.
    private int _undecodedSinceLast;

    // Lane side.
    private long _lastSequence = -1;

    /// <summary>Runs until the source ends.</summary>
    /// <exception cref="FFmpeg.MediaException">The source was lost.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public void Run(IIngestSource source, InferenceStream inference, CancellationToken stop)
    {
        using var decoder = StreamDecoder.Open(source, time);
        try
        {
            while (source.TryRead(out var unit, stop))
            {
                session.Account.Received();
                Decode(source, decoder, unit, inference);
            }

            decoder.SendEnd();
            Submit(source, decoder, inference);
            inference.Drain();
        }
        finally
        {
            inference.Dispose();
            inference.Drain();
            PassOver(source);
            EmptyDecoder(stop);
        }
    }

    private void Decode(IIngestSource source, IStreamDecoder decoder, in EncodedUnit unit, InferenceStream inference)
    {
        PassOver(source);
        _keyframeSeen |= unit.IsKey;
        if (!_keyframeSeen)
        {
            Undecoded(DropReason.WaitingKeyframe);
            return;
        }

        _inDecoder++;
        decoder.Send(unit);
        Submit(source, decoder, inference);
    }

    private void Submit(IIngestSource source, IStreamDecoder decoder, InferenceStream inference)
    {
        while (decoder.TryReceive(out var frame))
        {
            LeaveDecoder();
            session.Decoded(frame.Width, frame.Height);
            if (_gate.TryAdmit(frame.Times.Pts90kHz, options().TargetFps))
            {
                inference.Submit(frame, _sequence++);
                continue;
            }

            _sequence++;
            frame.Release();
            Drop(DropReason.TargetFps);
        }

        // A unit may fail in parts, each an error, and still give a picture: no more units are lost than are inside.
        for (; _decodeErrors < decoder.Errors; _decodeErrors++)
        {
            source.OnUndecodable();
            if (_inDecoder > 0)
                Lose(DropReason.DecodeError);
        }
    }

    /// <summary>What was received and never read.</summary>
    private void PassOver(IIngestSource source)
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
        _inDecoder--;
        Undecoded(reason);
    }

    private void Undecoded(DropReason reason)
    {
        Interlocked.Increment(ref _undecodedSinceLast);
        Drop(reason);
    }

    public void OnResult(InferenceResult result)
    {
        if (result.Outcome == FrameOutcome.Failed)
        {
            Drop(DropReason.InferenceError);
            return;
        }

        // While this frame ran, later ones may have been dropped already: they count for the next result.
        var dropped = (int)(result.Sequence - _lastSequence - 1) + Interlocked.Exchange(ref _undecodedSinceLast, 0);
        _lastSequence = result.Sequence;
        session.Account.Inferred();
        var message = FrameResults.ToMessage(result, new FrameIdentity(streamId, session.Id, dropped), engine.Model, time);
        // The log first: a server that is killed between the two has shown nobody what no sink will ever get.
        journal.Add(message);
        hub.Publish(message);
        snapshots.Offer(result.Frame, message, engine.Model.Labels);
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason) => Drop(reason switch
    {
        FrameOutcome.Superseded => DropReason.Superseded,
        FrameOutcome.Deadline => DropReason.Deadline,
        _ => DropReason.Shutdown,
    });

    private void Drop(DropReason reason) => session.Account.Dropped(reason);

    /// <summary>What went into the decoder and never came out: cut off by a stop, or units that carry no picture.</summary>
    private void EmptyDecoder(CancellationToken stop)
    {
        while (_inDecoder > 0)
            Lose(stop.IsCancellationRequested ? DropReason.Shutdown : DropReason.NotDecoded);
    }
}

using System.Diagnostics;
using Inference.Postprocess;
using Inference.Preprocess;
using Media;

namespace Inference.Batching;

/// <summary>A frame that a lane has claimed: letterboxed into its slot, decoded out of it. From a pool, and back there once its result is delivered.</summary>
internal sealed class FrameItem(Detections detections) : BatchItem
{
    private LetterboxTransform _transform;
    private Thresholds _thresholds = Thresholds.Default;
    private InferenceStream? _stream;

    /// <summary>Whose frame it is, from <see cref="Begin"/> to <see cref="End"/>.</summary>
    public InferenceStream Stream => _stream!;

    public InferenceResult Result { get; } = new(detections);

    /// <summary>The place in its stream's order that its result must take.</summary>
    public long Ticket { get; private set; }

    public override Activity? Trace => Result.Frame.Times.Trace;

    public void Begin(InferenceStream stream, in Frame frame, long sequence, long submitted, long ticket)
    {
        _stream = stream;
        (Result.Frame, Result.Sequence, Submitted, Ticket) = (frame, sequence, submitted, ticket);
        _thresholds = stream.Options.Thresholds;
    }

    /// <summary>Holds on to nothing of the stream and the frame that it had.</summary>
    public void End() => (_stream, _thresholds, Result.Frame, Result.Error) = (null, Thresholds.Default, default, null);

    public override void Fill(Span<float> input, int height, int width, Letterbox letterbox) =>
        _transform = letterbox.Convert(Result.Frame, input, width, height);

    public override void Read(ReadOnlySpan<float> output, YoloDecoder decoder) =>
        decoder.Decode(output, _transform, _thresholds, Result.Detections);

    public override void Inferred(in StageTimes times, in BatchRun run) =>
        (Result.Outcome, Result.Times, Result.Run) = (FrameOutcome.Inferred, times, run);

    public override void Fail(Exception error) => Result.Fail(error);

    public override void Complete(EngineCounters counters, TimeSpan took)
    {
        counters.Ended(Result.Outcome, took);
        Stream.Complete(this);
    }
}

using System.Diagnostics;
using Media;

namespace Inference;

/// <summary>How a frame that was handed to the engine ended. Each ends exactly once.</summary>
public enum FrameOutcome
{
    Inferred,

    /// <summary>A newer frame of its stream took its place before a lane was free.</summary>
    Superseded,

    /// <summary>It was older than its stream's latency bound when its turn came.</summary>
    Deadline,

    /// <summary>The model could not run it; <see cref="InferenceResult.Error"/> says why.</summary>
    Failed,

    /// <summary>Its stream or the engine was closed first.</summary>
    Shutdown,

    /// <summary>Whoever asked for it went away first.</summary>
    Cancelled,
}

/// <summary>Time spent in each stage, named as Triton names them.</summary>
/// <param name="Queue">From the hand-over to a lane taking it.</param>
/// <param name="Preprocess">Letterbox into the batch (compute_input).</param>
/// <param name="Infer">The run of the whole batch it was in (compute_infer).</param>
/// <param name="Postprocess">Output to objects (compute_output).</param>
public readonly record struct StageTimes(TimeSpan Queue, TimeSpan Preprocess, TimeSpan Infer, TimeSpan Postprocess);

/// <summary>The run of a batch that a frame was part of; times are <see cref="TimeProvider.GetTimestamp"/>.</summary>
/// <param name="Size">Frames in it, 1..32.</param>
/// <param name="Taken">When the lane took them.</param>
/// <param name="Finished">When this frame's objects were found.</param>
/// <param name="Trace">The run's span, where a frame in it is traced.</param>
public readonly record struct BatchRun(int Size, long Taken, long Finished, ActivityContext Trace);

/// <summary>What became of one frame. Borrowed by the receiver for the length of its call, then used again.</summary>
public sealed class InferenceResult
{
    internal InferenceResult(Detections detections) => Detections = detections;

    /// <summary>The frame itself; its planes stay valid until the receiver returns.</summary>
    public Frame Frame { get; internal set; }

    /// <summary>The number that the stream's owner gave it.</summary>
    public long Sequence { get; internal set; }

    public FrameOutcome Outcome { get; internal set; }

    /// <summary>Empty unless <see cref="FrameOutcome.Inferred"/>.</summary>
    public Detections Detections { get; }

    public StageTimes Times { get; internal set; }

    public BatchRun Run { get; internal set; }

    /// <summary>Why it failed; null otherwise.</summary>
    public Exception? Error { get; internal set; }

    /// <summary>Nothing of the frame that used this object before may show.</summary>
    internal void Fail(Exception error)
    {
        (Outcome, Error, Times, Run) = (FrameOutcome.Failed, error, default, default);
        Detections.Clear();
    }
}

/// <summary>Who gets a stream's results. What a call throws ends this stream, and touches no other.</summary>
public interface IResultReceiver
{
    /// <summary>
    /// Called once for every frame handed in: inferred and failed ones in the order of hand-over, one call at a time, on a lane's
    /// thread, so it must be quick; superseded ones at once on the thread that handed in the newer frame.
    /// </summary>
    void OnResult(InferenceResult result);

    /// <summary>A frame that will have no result, at the moment that is known; its planes are given back after the call.</summary>
    void OnDropped(in Frame frame, long sequence, FrameOutcome reason);

    /// <summary>A call before this one threw: the stream is closed, and what it still had is told as dropped.</summary>
    void OnFault(Exception fault);
}

using System.Diagnostics;
using Inference.Postprocess;
using Inference.Preprocess;

namespace Inference.Batching;

/// <summary>One picture that a lane has claimed: what it puts into its slot of a run, and what becomes of the slot's output.</summary>
internal abstract class BatchItem
{
    /// <summary>When it was handed in.</summary>
    public long Submitted { get; protected set; }

    /// <summary>The span of the frame or request; null unless it is traced.</summary>
    public abstract Activity? Trace { get; }

    /// <param name="input">[3, height, width] f32 RGB 0..1.</param>
    public abstract void Fill(Span<float> input, int height, int width, Letterbox letterbox);

    /// <param name="output">The slot's own part of the output, valid during the call.</param>
    public abstract void Read(ReadOnlySpan<float> output, YoloDecoder decoder);

    public abstract void Inferred(in StageTimes times, in BatchRun run);

    public abstract void Fail(Exception error);

    /// <summary>The last call: from here on the item may be used again.</summary>
    /// <param name="counters">Count the request that ends with this item, before anybody is told of it.</param>
    public abstract void Complete(EngineCounters counters, TimeSpan took);
}

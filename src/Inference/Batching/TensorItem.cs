using System.Diagnostics;
using System.Runtime.InteropServices;
using Inference.Postprocess;
using Inference.Preprocess;

namespace Inference.Batching;

/// <summary>One picture of a client's tensor that a lane has claimed: copied into its slot, and the raw output copied out.</summary>
internal sealed class TensorItem : BatchItem
{
    private readonly TensorRequest _request;
    private readonly int _index;

    public TensorItem(TensorRequest request, int index, long submitted) => (_request, _index, Submitted) = (request, index, submitted);

    public override Activity? Trace => _request.Trace;

    public override void Fill(Span<float> input, int height, int width, Letterbox letterbox) =>
        _request.Input.Picture(_index).CopyTo(MemoryMarshal.AsBytes(input));

    public override void Read(ReadOnlySpan<float> output, YoloDecoder decoder) => _request.Take(_index, MemoryMarshal.AsBytes(output));

    public override void Inferred(in StageTimes times, in BatchRun run) => _request.Inferred(run.Size);

    public override void Fail(Exception error) => _request.Fail(error);

    public override void Complete(EngineCounters counters, TimeSpan took) => _request.Complete(counters, took);
}

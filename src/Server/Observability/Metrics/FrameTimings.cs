using System.Collections.Concurrent;
using Inference;

namespace Server.Observability.Metrics;

/// <summary>Where the time of streams' frames goes, by model: there are as many as models were asked for.</summary>
internal sealed class FrameTimings
{
    private readonly ConcurrentDictionary<string, ModelTimings> _models = new(StringComparer.Ordinal);

    public IEnumerable<ModelTimings> All => _models.Values;

    public ModelTimings Of(string model) => _models.GetOrAdd(model, static name => new(name));
}

/// <summary>The stages of a frame, in their order.</summary>
internal sealed class ModelTimings(string model)
{
    private readonly DurationHistogram _decode = new(), _queue = new(), _preprocess = new(), _infer = new(), _postprocess = new(), _publish = new();

    public string Model => model;

    /// <summary>From a frame's arrival to its result's publication.</summary>
    public DurationHistogram Latency { get; } = new();

    public IEnumerable<(string[] Labels, Reading Reading)> Stages =>
    [
        (["decode"], _decode.Read()), (["queue"], _queue.Read()), (["preprocess"], _preprocess.Read()),
        (["infer"], _infer.Read()), (["postprocess"], _postprocess.Read()), (["publish"], _publish.Read()),
    ];

    /// <summary>By the lane that published the result, just now.</summary>
    public void Published(InferenceResult result, TimeProvider time)
    {
        var (frame, stages) = (result.Frame.Times, result.Times);
        _decode.Record(frame.Decode);
        _queue.Record(stages.Queue);
        _preprocess.Record(stages.Preprocess);
        _infer.Record(stages.Infer);
        _postprocess.Record(stages.Postprocess);
        _publish.Record(time.GetElapsedTime(result.Run.Finished));
        Latency.Record(time.GetElapsedTime(frame.Arrival), frame.Trace);
    }
}

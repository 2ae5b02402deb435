using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Inference;
using Telemetry;

namespace Streaming.Pipeline;

/// <summary>Where the time of streams' frames goes, by model: there are as many as models were asked for.</summary>
public sealed class FrameTimings(IMeterFactory? meters = null)
{
    private const string StageName = "stream_frame_stage_seconds", StageHelp = "Time of a stream's frame in each stage: decode, queue, preprocess, infer, postprocess, publish.";
    private const string LatencyName = "stream_frame_latency_seconds", LatencyHelp = "From the arrival of a stream's frame to the publication of its result.";

    private readonly ConcurrentDictionary<string, ModelTimings> _models = new(StringComparer.Ordinal);

    // Frames are measured one by one: what listens to the meter makes its own histograms.
    private readonly Histogram<double>? _stages = Instrument(meters, StageName, StageHelp), _latency = Instrument(meters, LatencyName, LatencyHelp);

    public ModelTimings Of(string model) => _models.GetOrAdd(model, static (name, all) => new(name, all._stages, all._latency), this);

    public MetricGroup Metrics() => new MetricGroup<ModelTimings>(
        () => _models.Values, ["model"], timings => [timings.Model],
        new(MetricType.Histogram, StageName, StageHelp, ["stage"], timings => timings.Stages),
        new(MetricType.Histogram, LatencyName, LatencyHelp, timings => timings.Latency.Read()));

    private static Histogram<double>? Instrument(IMeterFactory? meters, string name, string help) =>
        meters is null ? null : DurationHistogram.Instrument(meters.Create(MetricGroup.MeterName), name, help);
}

/// <summary>The stages of a frame, in their order.</summary>
public sealed class ModelTimings
{
    private readonly DurationHistogram _decode, _queue, _preprocess, _infer, _postprocess, _publish;

    public ModelTimings(string model, Histogram<double>? stages = null, Histogram<double>? latency = null)
    {
        Model = model;
        Latency = new(latency, new KeyValuePair<string, object?>("model", model));
        (_decode, _queue, _preprocess) = (Stage("decode"), Stage("queue"), Stage("preprocess"));
        (_infer, _postprocess, _publish) = (Stage("infer"), Stage("postprocess"), Stage("publish"));
        DurationHistogram Stage(string name) => new(stages, new("model", model), new("stage", name));
    }

    public string Model { get; }

    /// <summary>From a frame's arrival to its result's publication.</summary>
    public DurationHistogram Latency { get; }

    public IEnumerable<(string[] Labels, Reading Reading)> Stages =>
    [
        (["decode"], _decode.Read()), (["queue"], _queue.Read()), (["preprocess"], _preprocess.Read()),
        (["infer"], _infer.Read()), (["postprocess"], _postprocess.Read()), (["publish"], _publish.Read()),
    ];

    /// <summary>By the lane that published the result, just now.</summary>
    /// <returns>The frame's latency.</returns>
    public TimeSpan Published(InferenceResult result, TimeProvider time)
    {
        var (frame, stages) = (result.Frame.Times, result.Times);
        _decode.Record(frame.Decode);
        _queue.Record(stages.Queue);
        _preprocess.Record(stages.Preprocess);
        _infer.Record(stages.Infer);
        _postprocess.Record(stages.Postprocess);
        _publish.Record(time.GetElapsedTime(result.Run.Finished));
        var latency = time.GetElapsedTime(frame.Arrival);
        Latency.Record(latency, frame.Trace);
        return latency;
    }
}

using Inference;
using Telemetry;
using static Telemetry.MetricType;

namespace Streaming.Models;

/// <summary>Frames and clients' tensors alike. What Triton counts too has Triton's name.</summary>
internal static class ModelMetrics
{
    // Sizes that a lane can be given are these or any below.
    private static readonly double[] BatchBounds = [1, 2, 4, 8, 16, 32];

    public static MetricGroup Of(ModelRegistry models) => new MetricGroup<ModelReading>(
        () => models.Running.Select(model => new ModelReading(model.Installed.Name, model.Installed.VersionName, model.Engine.Statistics, model.Engine.Waiting)), ["model", "version"], model => [model.Name, model.Version],
        new(Counter, "nv_inference_request_success", "Requests answered; a frame is one.", model => model.Counted.Succeeded.Count),
        new(Counter, "nv_inference_request_failure", "Requests taken in and not answered.", ["reason"],
            model => [(["CANCELED"], model.Counted.Cancelled), (["OTHER"], model.Counted.Failed.Count - model.Counted.Cancelled)]),
        new(Counter, "nv_inference_count", "Pictures inferred.", model => model.Counted.Inferences),
        new(Counter, "nv_inference_exec_count", "Runs of the model; pictures / runs is the mean batch.", model => model.Counted.Runs),
        new(Gauge, "nv_inference_pending_request_count", "Streams and tensors with a picture that waits for a lane.", model => model.Waiting),
        new(Counter, "nv_inference_request_duration_us", "Time of answered requests from start to end.", model => Microseconds(model.Counted.Succeeded.Time)),
        new(Counter, "nv_inference_queue_duration_us", "Time that pictures waited for a lane.", model => Microseconds(model.Counted.Queue)),
        new(Counter, "nv_inference_compute_input_duration_us", "Time to fill batches, charged to each picture.", model => Microseconds(model.Counted.Input)),
        new(Counter, "nv_inference_compute_infer_duration_us", "Time inside the model, charged to each picture.", model => Microseconds(model.Counted.Infer)),
        new(Counter, "nv_inference_compute_output_duration_us", "Time to make results.", model => Microseconds(model.Counted.Output)),
        new(Histogram, "stream_batch_size", "Pictures in a run of the model.", model => BatchSizes(model.Counted)));

    private static HistogramReading BatchSizes(EngineStatistics counted)
    {
        var counts = new long[BatchBounds.Length + 1];
        foreach (var batch in counted.Batches)
            counts[Array.FindIndex(BatchBounds, bound => batch.BatchSize <= bound) is >= 0 and var place ? place : BatchBounds.Length] += batch.Runs;
        return new(BatchBounds, counts, counted.Inferences, []);
    }

    private static double Microseconds(TimeSpan time) => Math.Floor(time.TotalMicroseconds);

    private sealed record ModelReading(string Name, string Version, EngineStatistics Counted, int Waiting);
}

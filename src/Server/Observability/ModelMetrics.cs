using System.Text;
using Inference;
using Server.Api.KServe;
using Server.Models;

namespace Server.Observability;

/// <summary>What the running models have done, frames and tensors alike, by the names that Triton's dashboards know.</summary>
internal sealed class ModelMetrics(ModelStore store, InferPlaces places)
{
    private static readonly (string Name, string Help, Func<EngineStatistics, double> Of)[] Counters =
    [
        ("nv_inference_request_success", "Requests answered; a frame is one.", counted => counted.Succeeded.Count),
        ("nv_inference_count", "Pictures inferred.", counted => counted.Inferences),
        ("nv_inference_exec_count", "Runs of the model; pictures / runs is the mean batch.", counted => counted.Runs),
        ("nv_inference_request_duration_us", "Time of answered requests from start to end.", counted => Whole(counted.Succeeded.Time)),
        ("nv_inference_queue_duration_us", "Time that pictures waited for a lane.", counted => Whole(counted.Queue)),
        ("nv_inference_compute_input_duration_us", "Time to fill batches, charged to each picture.", counted => Whole(counted.Input)),
        ("nv_inference_compute_infer_duration_us", "Time inside the model, charged to each picture.", counted => Whole(counted.Infer)),
        ("nv_inference_compute_output_duration_us", "Time to make results.", counted => Whole(counted.Output)),
    ];

    public void Write(StringBuilder text)
    {
        (string Labels, EngineStatistics Counted, int Waiting)[] models = [.. from model in store.All.DistinctBy(model => model.Path)
            let engine = store.Running(model.Path)
            where engine is not null
            select ($"model=\"{model.Name}\",version=\"{model.VersionName}\"", engine.Statistics, engine.Waiting)];

        foreach (var (name, help, of) in Counters)
        {
            MetricsText.Family(text, name, "counter", help);
            foreach (var model in models)
                MetricsText.Sample(text, name, model.Labels, of(model.Counted));
        }

        MetricsText.Family(text, "nv_inference_request_failure", "counter", "Requests taken in and not answered.");
        foreach (var (labels, counted, _) in models)
        {
            MetricsText.Sample(text, "nv_inference_request_failure", $"{labels},reason=\"CANCELED\"", counted.Cancelled);
            MetricsText.Sample(text, "nv_inference_request_failure", $"{labels},reason=\"OTHER\"", counted.Failed.Count - counted.Cancelled);
        }

        MetricsText.Family(text, "nv_inference_pending_request_count", "gauge", "Streams and tensors with a picture that waits for a lane.");
        foreach (var model in models)
            MetricsText.Sample(text, "nv_inference_pending_request_count", model.Labels, model.Waiting);

        MetricsText.Family(text, "stream_infer_requests_refused_total", "counter", "Requests with tensors that found the server full.");
        MetricsText.Sample(text, "stream_infer_requests_refused_total", "", places.Refused);
    }

    private static double Whole(TimeSpan time) => Math.Floor(time.TotalMicroseconds);
}

using Inference;
using Server.Api.KServe;
using Server.Cache;
using Server.Delivery;
using Server.Delivery.Log;
using Server.Ingest.WebRtc;
using Server.Models;
using Server.Publish;
using Server.Streams;
using WebRtc;

namespace Server.Observability.Metrics;

/// <summary>Everything that has metrics, read once: each thing at one moment, so that what must add up does.</summary>
internal sealed class Scrape(
    StreamRegistry registry, ModelRegistry store, FrameTimings timings, RequestTimings requests, ResultDelivery delivery, ResultCache cache, InferPlaces infers, WebRtcIngest webRtc)
{
    public IReadOnlyList<StreamReading> Streams { get; } = [.. registry.All.Select(stream => new StreamReading(stream, stream.Totals, stream.Status))];

    public IReadOnlyList<ModelReading> Models { get; } =
        [.. store.Running.Select(model => new ModelReading(model.Installed.Name, model.Installed.VersionName, model.Engine.Statistics, model.Engine.Waiting))];

    public IEnumerable<ModelTimings> Timings => timings.All;

    public RequestTimings Requests => requests;

    public ResultLog? Log => delivery.Log;

    public IReadOnlyList<SinkPump> Sinks => delivery.Sinks;

    public (IReadOnlyList<SessionFacts> Sessions, WebRtcTotals Totals) Publishers { get; } = webRtc.Sessions.Snapshot();

    /// <summary>Null without a port for WebRTC.</summary>
    public EndpointStatistics? MediaPort { get; } = webRtc.Statistics;

    public ResultCache Cache => cache;

    public InferPlaces Infers => infers;

    public ProcessReading Process { get; } = ProcessReading.Take();

    public GCMemoryInfo LastCollection { get; } = GC.GetGCMemoryInfo(GCKind.Any);
}

internal sealed record StreamReading(VideoStream Stream, FrameCounts Frames, StreamStatus Status)
{
    public string Id => Stream.Id;

    public ResultHub Hub => Stream.Hub;
}

internal sealed record ModelReading(string Name, string Version, EngineStatistics Counted, int Waiting)
{
    // Sizes that a lane can be given are these or any below.
    private static readonly double[] BatchBounds = [1, 2, 4, 8, 16, 32];

    public HistogramReading BatchSizes
    {
        get
        {
            var counts = new long[BatchBounds.Length + 1];
            foreach (var batch in Counted.Batches)
                counts[Array.FindIndex(BatchBounds, bound => batch.BatchSize <= bound) is >= 0 and var place ? place : BatchBounds.Length] += batch.Runs;
            return new(BatchBounds, counts, Counted.Inferences, []);
        }
    }
}

using Streaming.Models;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;

namespace Streaming.Streams;

/// <summary>What every stream of the server needs, whatever its source: one thing more for all of them is one line more here.</summary>
public sealed record StreamServices(
    IngestOptions Ingest, SubscriberOptions Subscribers, ModelRegistry Models, ResultDelivery Delivery, FrameTimings Timings, TimeProvider Time, ILoggerFactory Logs)
{
    internal ILogger Log { get; } = Logs.CreateLogger("Streams");
}

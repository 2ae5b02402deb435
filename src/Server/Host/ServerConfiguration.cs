using Inference;
using ResultLog;
using Server.Cache;
using Server.Configuration;
using Server.KServe;
using Server.Observability.Metrics;
using Server.Observability.Tracing;
using Server.Pictures;
using Server.Security;
using Sinks.Kafka;
using Sinks.Redis;
using Sinks.Store;
using Streaming;
using Streaming.Models;
using Streaming.Results;
using Streaming.Sources;
using Streaming.Sources.WebRtc;
using Streaming.StreamFiles;

namespace Server.Host;

/// <summary>The options of every slice, read once and strictly: appsettings.json, then environment (Section__Key), then command line. Each slice gets its own alone.</summary>
internal sealed record ServerConfiguration(
    ServerOptions Server, ModelOptions Models, PictureOptions Pictures, InferOptions Infers, SubscriberOptions Subscribers, OriginOptions Origins,
    IngestOptions Ingest, InferenceOptions Inference, DeliveryOptions Delivery, CacheOptions Cache, KafkaSinkOptions Kafka, RedisSinkOptions Redis,
    StreamFileOptions Streams, StoreOptions Store, WebRtcIngestOptions WebRtc, TracingOptions Tracing, MetricsOptions Metrics)
{
    /// <param name="own">Keys that can be meant for nobody else; in an unknown section they are faults. The environment holds everybody's variables.</param>
    /// <exception cref="UserException">Lists every fault by key, value and bound.</exception>
    public static ServerConfiguration Read(IConfiguration configuration, IEnumerable<string> own)
    {
        var reader = new OptionsReader(configuration);
        var read = new ServerConfiguration(
            reader.Read<ServerOptions>("Server", server => server.Faults()),
            reader.Read<ModelOptions>("Server", models => models.Faults()),
            reader.Read<PictureOptions>("Server"),
            reader.Read<InferOptions>("Server"),
            reader.Read<SubscriberOptions>("Server"),
            reader.Read<OriginOptions>("Server", origins => origins.Faults()),
            reader.Read<IngestOptions>("Ingest", ingest => ingest.Faults()),
            reader.Read<InferenceOptions>("Inference"),
            reader.Read<DeliveryOptions>("Delivery", delivery => delivery.Faults()),
            reader.Read<CacheOptions>("Cache"),
            reader.Read<KafkaSinkOptions>("Kafka"),
            reader.Read<RedisSinkOptions>("Redis", redis => redis.Faults()),
            reader.Read<StreamFileOptions>("Streams", streams => streams.Faults()),
            reader.Read<StoreOptions>("Store", store => store.Faults()),
            reader.Read<WebRtcIngestOptions>("WebRtc", webRtc => webRtc.Faults()),
            reader.Read<TracingOptions>("Tracing", tracing => tracing.Faults()),
            reader.Read<MetricsOptions>("Metrics", metrics => metrics.Faults()));
        if (read.Cache.Kind == CacheKind.Redis && !read.Redis.IsOn)
            reader.Fault("Cache:Kind", "Redis", "needs Redis:Address");
        reader.Check(own);
        return read;
    }
}

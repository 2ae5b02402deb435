using Inference;
using Server.Cache;
using Server.Delivery;
using Server.Ingest;
using Server.Ingest.WebRtc;
using Server.Observability.Tracing;
using Server.Publish.Kafka;
using Server.Publish.Redis;
using Server.Security;
using Server.Store;

namespace Server.Configuration;

/// <summary>All options of the server, read once and strictly: appsettings.json, then environment (Section__Key), then command line.</summary>
internal sealed record ServerConfiguration(ServerOptions Server, IngestOptions Ingest, InferenceOptions Inference, DeliveryOptions Delivery)
{
    // The last two are the host's, but for Logging:Format; the others are ours.
    private static readonly string[] Sections = ["Server", "Ingest", "Inference", "Delivery", "Cache", "Kafka", "Redis", "Store", "WebRtc", "Tracing", "Logging", "AllowedHosts"];

    public WebRtcIngestOptions WebRtc { get; init; } = new();

    public CacheOptions Cache { get; init; } = new();

    public KafkaSinkOptions Kafka { get; init; } = new();

    public RedisSinkOptions Redis { get; init; } = new();

    public StoreOptions Store { get; init; } = new();

    public TracingOptions Tracing { get; init; } = new();

    /// <param name="own">Keys that can be meant for nobody else; in an unknown section they are faults. The environment holds everybody's variables.</param>
    /// <exception cref="UserException">Lists every fault by key, value and bound.</exception>
    public static ServerConfiguration Read(IConfiguration configuration, IEnumerable<string> own)
    {
        var faults = own.Where(key => !Sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            .Select(key => new ConfigurationFault(key, null, $"unknown section; there are {string.Join(", ", Sections)}")).ToList();
        var read = new ServerConfiguration(
            OptionsReader.Read<ServerOptions>(configuration, "Server", faults),
            OptionsReader.Read<IngestOptions>(configuration, "Ingest", faults),
            OptionsReader.Read<InferenceOptions>(configuration, "Inference", faults),
            OptionsReader.Read<DeliveryOptions>(configuration, "Delivery", faults))
        {
            WebRtc = OptionsReader.Read<WebRtcIngestOptions>(configuration, "WebRtc", faults),
            Cache = OptionsReader.Read<CacheOptions>(configuration, "Cache", faults),
            Kafka = OptionsReader.Read<KafkaSinkOptions>(configuration, "Kafka", faults),
            Redis = OptionsReader.Read<RedisSinkOptions>(configuration, "Redis", faults),
            Store = OptionsReader.Read<StoreOptions>(configuration, "Store", faults),
            Tracing = OptionsReader.Read<TracingOptions>(configuration, "Tracing", faults),
        };
        faults.AddRange(read.CrossFieldFaults());
        return faults.Count == 0
            ? read
            : throw new UserException($"the configuration has {faults.Count} fault{(faults.Count > 1 ? "s" : "")}:\n  {string.Join("\n  ", faults)}");
    }

    private IEnumerable<ConfigurationFault> CrossFieldFaults()
    {
        if (!System.Net.IPAddress.TryParse(Server.Listen, out _))
            yield return new("Server:Listen", Server.Listen, "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::");
        if (Server.HttpPort == Server.MetricsPort && Server.HttpPort != 0)
            yield return new("Server:MetricsPort", $"{Server.MetricsPort}", "must differ from Server:HttpPort");
        if (Server.GrpcPort != 0 && (Server.GrpcPort == Server.HttpPort || Server.GrpcPort == Server.MetricsPort))
            yield return new("Server:GrpcPort", $"{Server.GrpcPort}", "must differ from Server:HttpPort and Server:MetricsPort");
        if (Ingest.ReconnectMaxMilliseconds < Ingest.ReconnectMinMilliseconds)
            yield return new("Ingest:ReconnectMaxMilliseconds", $"{Ingest.ReconnectMaxMilliseconds}", $"must be at least Ingest:ReconnectMinMilliseconds, {Ingest.ReconnectMinMilliseconds}");
        if (Delivery.RetryMaxMilliseconds < Delivery.RetryMinMilliseconds)
            yield return new("Delivery:RetryMaxMilliseconds", $"{Delivery.RetryMaxMilliseconds}", $"must be at least Delivery:RetryMinMilliseconds, {Delivery.RetryMinMilliseconds}");
        if (Delivery.SegmentBytes * 4 > Delivery.MaxBytes)
            yield return new("Delivery:SegmentBytes", $"{Delivery.SegmentBytes}", $"must be at most a quarter of Delivery:MaxBytes, {Delivery.MaxBytes}, as room is made by whole segments");
        if (Redis.Address.Contains('=', StringComparison.Ordinal))
            yield return new("Redis:Address", null, "expected host:port; password, database and TLS have keys of their own in Redis");
        if (Cache.Kind == CacheKind.Redis && !Redis.IsOn)
            yield return new("Cache:Kind", "Redis", "needs Redis:Address");
        foreach (var fault in WebRtc.Faults())
            yield return fault;
        foreach (var fault in Store.Faults())
            yield return fault;
        if (Tracing.Endpoint is { } collector && !(Uri.TryCreate(collector, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return new("Tracing:Endpoint", collector, "expected an address such as http://collector:4317");
        if (Server.ModelsDirectory is { } models && !Directory.Exists(models))
            yield return new("Server:ModelsDirectory", models, "no such folder");
        foreach (var origin in Server.AllowedOrigins.Where(origin => !OriginPolicy.IsOrigin(origin)))
            yield return new("Server:AllowedOrigins", origin, "expected an origin such as https://panel.example or http://10.0.0.7:3000, without a path; * or null");
        foreach (var root in Ingest.FileRoots.Where(root => !Directory.Exists(root)))
            yield return new("Ingest:FileRoots", root, "no such folder");
    }
}

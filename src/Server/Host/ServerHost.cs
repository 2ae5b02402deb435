using System.Net;
using Server.Cache;
using Server.Configuration;
using Server.Dashboard;
using Server.History;
using Server.Http;
using Server.KServe;
using Server.Models;
using Server.Observability.Metrics;
using Server.Observability.Otlp;
using Server.OpenApi;
using Server.Pictures;
using Server.Publishing.Whip;
using Server.Subscriptions;
using Server.Security;
using Server.Streams;
using Sinks.Kafka;
using Sinks.Redis;
using Sinks.Store;
using Streaming;
using Streaming.Models;
using Streaming.Results;
using Streaming.StreamFiles;
using Streaming.Streams;

namespace Server.Host;

/// <summary>The live server on one screen: what it listens on, what it is made of, what it answers.</summary>
public static class ServerHost
{
    /// <param name="settings">Section:Key and value; they win over files and environment, and the last of a key over those before it.</param>
    /// <exception cref="UserException">The configuration has faults.</exception>
    public static WebApplication Build(WebApplicationBuilder builder, IReadOnlyCollection<KeyValuePair<string, string?>> settings)
    {
        builder.Configuration.AddSettings(settings);
        var configuration = ServerConfiguration.Read(builder.Configuration, settings.Select(setting => setting.Key).Concat(KeysInFiles(builder.Configuration)));
        Listen(builder.WebHost, configuration.Server);
        // A line a request would drown what matters; an operator who wants it sets Logging:LogLevel.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        AddServices(builder.Services, configuration, builder.Configuration);
        var app = builder.Build();
        Answer(app);
        return app;
    }

    private static void Listen(IWebHostBuilder host, ServerOptions server) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        // The endpoints cap bodies themselves and answer with a reason; this is the wall behind them.
        kestrel.Limits.MaxRequestBodySize = server.MaxBodyBytes + 1024;
        kestrel.Listen(IPAddress.Parse(server.Listen), server.HttpPort);
        kestrel.ListenForMetrics(IPAddress.Parse(server.Listen), server.MetricsPort);
        kestrel.ListenForGrpc(IPAddress.Parse(server.Listen), server.GrpcPort, GrpcEndpoints.Limits(server));
    });

    private static void AddServices(IServiceCollection services, ServerConfiguration options, IConfiguration environment)
    {
        var server = options.Server;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(server.DrainSeconds));
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Describe);
        services
            .AddSingleton(server)
            .AddSingleton(TimeProvider.System)
            .AddOtlpExport(options.Tracing, options.Metrics, environment)
            .AddMetricsPage()
            .AddModels(options.Models, options.Inference)
            .AddKafkaSink(options.Kafka)
            .AddRedisSink(options.Redis)
            .AddStore(options.Store, server.DataDirectory)
            .AddDelivery(options.Delivery, server.DataDirectory)
            .AddStreams(options.Ingest, options.Subscribers, server.DataDirectory, server.DrainSeconds)
            .AddStreamFile(options.Streams)
            .AddWhip(options.WebRtc with { Listen = options.WebRtc.Listen ?? server.Listen })
            .AddResultCache(options.Cache, options.Redis)
            .AddPictures(options.Pictures)
            .AddSingleton(new HistoryLimit(options.Store.MaxConcurrentReads))
            .AddOriginGuard(new OriginPolicy(options.Origins, server.Listen))
            .AddKServe(options.Infers)
            .AddHealth()
            .AddGrpcServices(GrpcEndpoints.Limits(server))
            .AddApiDescription();
    }

    private static void Answer(WebApplication app)
    {
        app.UseExceptionHandler(Problems.Handling).UseStatusCodePages();
        app.MapMetrics();
        app.UseWhip();
        app.UseOriginGuard();
        // A viewer that stopped answering is gone after half a minute.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
        app.UseGrpcCalls();
        app.MapHealth();
        app.MapStreams();
        app.MapWhip();
        app.MapDiagnosis();
        app.MapResults();
        app.MapSnapshot();
        app.MapPreview();
        app.MapDetect();
        app.MapModels();
        app.MapKServe();
        app.MapSummaries();
        app.MapEvents();
        app.MapPages();
        app.MapGrpcServices();
        app.MapApiDescription();
    }

    /// <summary>They win over what is there, and the last of a key over those before it.</summary>
    public static void AddSettings(this IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> settings) =>
        configuration.AddInMemoryCollection(settings.GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()));

    private static IEnumerable<string> KeysInFiles(IConfigurationRoot configuration) =>
        configuration.Providers.OfType<FileConfigurationProvider>().SelectMany(file => file.GetChildKeys([], null)).Distinct();
}

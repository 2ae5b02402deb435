using System.Net;
using GrpcHosting;
using Server.Api;
using Server.Api.Description;
using Server.Api.Grpc;
using Server.Api.KServe;
using Server.Api.Whip;
using Server.Cache;
using Server.Configuration;
using Server.Delivery;
using Server.Models;
using Server.Observability.Metrics;
using Server.Observability.Tracing;
using Server.Publish.Kafka;
using Server.Publish.Redis;
using Server.Security;
using Server.Store;
using Server.Streams;

namespace Server;

/// <summary>The live server on one screen: what it listens on, what it is made of, what it answers.</summary>
internal static class ServerHost
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
        kestrel.UseGrpcLimits(GrpcDoor.Options(server)).Listen(IPAddress.Parse(server.Listen), server.GrpcPort, listen => listen.UseGrpc());
    });

    private static void AddServices(IServiceCollection services, ServerConfiguration configuration, IConfiguration read)
    {
        var server = configuration.Server;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(server.DrainSeconds));
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Describe);
        services
            .AddSingleton(configuration)
            .AddSingleton(TimeProvider.System)
            .AddTracing(configuration.Tracing, read)
            .AddMetricsPage()
            .AddSingleton<ModelRegistry>()
            .AddSingleton<ModelWarmup>()
            .AddHostedService(made => made.GetRequiredService<ModelWarmup>())
            .AddKafkaSink(configuration.Kafka)
            .AddRedisSink(configuration.Redis)
            .AddStore(configuration)
            .AddSingleton<ResultDelivery>()
            .AddHostedService(made => made.GetRequiredService<ResultDelivery>())
            .AddSingleton<StreamRegistry>()
            .AddHostedService<StreamRestore>()
            .AddHostedService<StreamDrain>()
            .AddWhip()
            .AddHostedService<StreamReporter>()
            .AddSingleton<ModelInspections>()
            .AddSingleton(new DetectQueue(server.MaxConcurrentDetects))
            .AddSingleton<PictureDetect>()
            .AddResultCache(configuration)
            .AddSingleton(new SnapshotPlaces(server.MaxConcurrentSnapshots))
            .AddSingleton(new PreviewPlaces(server.MaxPreviews))
            .AddOriginGuard(new OriginPolicy(server))
            .AddKServe(server)
            .AddGrpcServices()
            .AddApiDescription();
    }

    private static void Answer(WebApplication app)
    {
        app.UseExceptionHandler(Problems.Handling).UseStatusCodePages();
        app.MapMetrics();
        app.UseWhip();
        app.UseRequestNames();
        app.UseOriginGuard();
        // A viewer that stopped answering is gone after half a minute.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
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
        app.MapTestPages();
        app.MapGrpcServices();
        app.MapApiDescription();
    }

    /// <summary>They win over what is there, and the last of a key over those before it.</summary>
    internal static void AddSettings(this IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> settings) =>
        configuration.AddInMemoryCollection(settings.GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()));

    private static IEnumerable<string> KeysInFiles(IConfigurationRoot configuration) =>
        configuration.Providers.OfType<FileConfigurationProvider>().SelectMany(file => file.GetChildKeys([], null)).Distinct();
}

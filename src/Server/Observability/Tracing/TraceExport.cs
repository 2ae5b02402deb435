using Inference;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Server.Observability.Tracing;

/// <summary>Sends spans of frames, runs and requests to a collector, if any are wanted.</summary>
internal static class TraceExport
{
    // ASP.NET Core's own: requests, as children of the traceparent that they come with.
    private const string Requests = "Microsoft.AspNetCore";

    /// <exception cref="UserException">A standard variable has a value that is not known.</exception>
    public static IServiceCollection AddTracing(this IServiceCollection services, TracingOptions options, IConfiguration configuration)
    {
        if (TraceSampler.Of(options, configuration) is not { } sampler)
            return services;
        return services.AddHostedService(_ => new TraceExporter(Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(export => export.AddSingleton(Settings(options, configuration)))
            .ConfigureResource(resource => resource.AddService("stream").AddEnvironmentVariableDetector())
            .SetSampler(sampler)
            .AddSource(FrameTrace.SourceName, InferenceEngine.TraceSource, Requests)
            .AddOtlpExporter()));
    }

    /// <summary>Requests are called after their routes: GET /v1/streams/{id}.</summary>
    public static void UseRequestNames(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.DisplayName = $"{context.Request.Method} {route}";
            span.SetTag("http.route", route);
        }

        return next(context);
    });

    /// <summary>Our options as the standard variables, which the exporter reads; they win over the environment's.</summary>
    private static IConfiguration Settings(TracingOptions options, IConfiguration environment)
    {
        var own = new Dictionary<string, string?>();
        if (options.Endpoint is not null)
            own["OTEL_EXPORTER_OTLP_ENDPOINT"] = options.Endpoint;
        if (options.Protocol != OtlpProtocol.Default)
            own["OTEL_EXPORTER_OTLP_PROTOCOL"] = options.Protocol == OtlpProtocol.Http ? "http/protobuf" : "grpc";
        return new ConfigurationBuilder().AddConfiguration(environment).AddInMemoryCollection(own).Build();
    }
}

/// <summary>Exports from the host's start to its stop, which sends what is left.</summary>
internal sealed class TraceExporter(TracerProviderBuilder builder) : IHostedService
{
    // A collector that is away must not hold up a stop.
    private const int FlushMilliseconds = 2000;

    private TracerProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = builder.Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() =>
    {
        _provider?.Shutdown(FlushMilliseconds);
        _provider?.Dispose();
    }, cancellationToken);
}

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Server.Observability.Metrics;
using Server.Observability.Tracing;
using Streaming;
using Telemetry;

namespace Server.Observability.Otlp;

/// <summary>Sends spans and metrics to a collector, if any are wanted. Slices add their own sources with ConfigureOpenTelemetryTracerProvider.</summary>
internal static class OtlpExport
{
    // 370 streams with their eight reasons of drops, and as many series as a meter keeps that are gone.
    private const int MostSeries = 5000;

    /// <exception cref="UserException">A standard variable has a value that is not known.</exception>
    public static IServiceCollection AddOtlpExport(this IServiceCollection services, TracingOptions tracing, MetricsOptions metrics, IConfiguration environment)
    {
        var (sampler, sent) = (TraceSampler.Of(tracing, environment), metrics.AreSent(environment));
        if (sampler is null && !sent)
            return services;
        var telemetry = services.AddHostedService<OtlpFlush>().AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("stream", serviceVersion: ProductVersion.Number).AddEnvironmentVariableDetector());
        if (sampler is not null)
            telemetry.WithTracing(traces => traces.SetSampler(sampler).AddAspNetCoreInstrumentation().AddOtlpExporter(exporter => tracing.ApplyTo(exporter, "traces")));
        if (sent)
            telemetry.WithMetrics(meters => meters.Send(metrics));
        return services;
    }

    private static void Send(this MeterProviderBuilder meters, MetricsOptions options) => meters
        .AddMeter(MetricGroup.MeterName, "System.Runtime")
        .AddAspNetCoreInstrumentation()
        .AddView(instrument => instrument.Meter.Name == MetricGroup.MeterName && instrument.IsObservable ? new MetricStreamConfiguration { CardinalityLimit = MostSeries } : null)
        .AddOtlpExporter((exporter, reader) =>
        {
            options.ApplyTo(exporter, "metrics");
            if (options.IntervalSeconds is { } seconds)
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = seconds * 1000;
        });
}

/// <summary>Sends what is left when the host stops.</summary>
internal sealed class OtlpFlush(IEnumerable<TracerProvider> traces, IEnumerable<MeterProvider> meters) : IHostedService
{
    // A collector that is away must not hold up a stop.
    private const int FlushMilliseconds = 2000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. traces.Select(provider => Task.Run(() => provider.Shutdown(FlushMilliseconds), cancellationToken)),
        .. meters.Select(provider => Task.Run(() => provider.Shutdown(FlushMilliseconds), cancellationToken)),
    ]);
}

using OpenTelemetry.Trace;
using Server.Ingest;
using Server.Metrics;
using Server.Publish;

namespace Server.Streams;

internal static class StreamSetup
{
    /// <param name="dataDirectory">Where streams outlive the server.</param>
    public static IServiceCollection AddStreams(this IServiceCollection services, IngestOptions ingest, SubscriberOptions subscribers, string dataDirectory) => services
        .AddSingleton(ingest)
        .AddSingleton(subscribers)
        .AddSingleton<FrameTimings>()
        .AddSingleton<StreamRegistry>()
        .AddSingleton(new StreamDefinitions(Path.Combine(dataDirectory, StreamDefinitions.FileName)))
        .AddHostedService<StreamRestore>()
        .AddHostedService<StreamDrain>()
        .AddHostedService<StreamReporter>()
        .AddMetrics<StreamRegistry>(StreamMetrics.Of)
        .AddMetrics<FrameTimings>(timings => timings.Metrics())
        .ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(FrameTrace.SourceName));
}

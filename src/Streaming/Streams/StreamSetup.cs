using OpenTelemetry.Trace;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;
using Telemetry;

namespace Streaming.Streams;

public static class StreamSetup
{
    /// <param name="dataDirectory">Where streams outlive the server.</param>
    /// <param name="drainSeconds">How long their end may take when the server stops.</param>
    public static IServiceCollection AddStreams(this IServiceCollection services, IngestOptions ingest, SubscriberOptions subscribers, string dataDirectory, int drainSeconds) => services
        .AddSingleton(ingest)
        .AddSingleton(subscribers)
        .AddSingleton<FrameTimings>()
        .AddSingleton<StreamServices>()
        .AddSingleton<StreamRegistry>()
        .AddSingleton(new StreamDefinitions(Path.Combine(dataDirectory, StreamDefinitions.FileName)))
        .AddHostedService<StreamRestore>()
        .AddHostedService(made => new StreamDrain(made.GetRequiredService<StreamRegistry>(), drainSeconds, made.GetRequiredService<ILogger<StreamDrain>>()))
        .AddSingleton<OverloadWatch>()
        .AddSingleton<MemoryRelease>()
        .AddHostedService<StreamReporter>()
        .AddMetrics<StreamRegistry>(StreamMetrics.Of)
        .AddMetrics<FrameTimings>(timings => timings.Metrics())
        .ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(FrameTrace.SourceName));
}

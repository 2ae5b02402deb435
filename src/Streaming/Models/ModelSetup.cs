using Inference;
using OpenTelemetry.Trace;
using Telemetry;

namespace Streaming.Models;

public static class ModelSetup
{
    public static IServiceCollection AddModels(this IServiceCollection services, ModelOptions options, InferenceOptions inference) => services
        .AddSingleton(options)
        .AddSingleton(inference)
        .AddSingleton<ModelRegistry>()
        .AddSingleton<ModelInspections>()
        .AddSingleton<ModelWarmup>()
        .AddHostedService(made => made.GetRequiredService<ModelWarmup>())
        .AddMetrics<ModelRegistry>(ModelMetrics.Of)
        .ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(InferenceEngine.TraceSource));
}

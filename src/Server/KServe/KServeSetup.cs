using Microsoft.AspNetCore.Cors.Infrastructure;
using Telemetry;

namespace Server.KServe;

/// <summary>What the endpoints of the Open Inference Protocol are made of.</summary>
internal static class KServeSetup
{
    public static IServiceCollection AddKServe(this IServiceCollection services, InferOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new InferLimit(options.MaxConcurrentInfers))
        .AddMetrics<InferLimit>(limit => limit.Metrics())
        .AddSingleton<ServedModels>()
        .AddSingleton<TensorCache>()
        .AddSingleton<OpenInference>()
        // Pages of other origins may read it.
        .PostConfigure<CorsOptions>(cors => cors.GetPolicy(cors.DefaultPolicyName)?.ExposedHeaders.Add(InferResponseJson.HeaderLength));
}

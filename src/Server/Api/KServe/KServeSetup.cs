using Server.Configuration;

namespace Server.Api.KServe;

/// <summary>What the doors of the Open Inference Protocol are made of.</summary>
internal static class KServeSetup
{
    public static IServiceCollection AddKServe(this IServiceCollection services, ServerOptions server) => services
        .AddSingleton(new InferPlaces(server.MaxConcurrentInfers))
        .AddSingleton<ServedModels>()
        .AddSingleton<TensorCache>()
        .AddSingleton<OpenInference>();
}

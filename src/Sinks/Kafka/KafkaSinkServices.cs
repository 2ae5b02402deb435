using ResultLog.Pump;

namespace Sinks.Kafka;

public static class KafkaSinkServices
{
    /// <summary>Without brokers there is no sink.</summary>
    public static IServiceCollection AddKafkaSink(this IServiceCollection services, KafkaSinkOptions options) =>
        options.IsOn ? services.AddSingleton<ISink>(provider => new KafkaSink(options, provider.GetRequiredService<ILogger<KafkaSink>>())) : services;
}

using ResultLog.Pump;

namespace Sinks.Redis;

public static class RedisSinkServices
{
    /// <summary>Without an address there is no sink.</summary>
    public static IServiceCollection AddRedisSink(this IServiceCollection services, RedisSinkOptions options) =>
        options.IsOn ? services.AddSingleton<ISink>(_ => new RedisSink(options)) : services;
}

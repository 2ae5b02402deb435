using Server.Delivery;

namespace Server.Publish.Redis;

internal static class RedisSinkServices
{
    /// <summary>Without an address there is no sink.</summary>
    public static IServiceCollection AddRedisSink(this IServiceCollection services, RedisSinkOptions options) =>
        options.IsOn ? services.AddSingleton<ISink>(_ => new RedisSink(options)) : services;
}

using Sinks.Redis;
using Telemetry;

namespace Server.Cache;

internal static class ResultCacheSetup
{
    public static IServiceCollection AddResultCache(this IServiceCollection services, CacheOptions options, RedisOptions redis) => services
        .AddSingleton(provider => new ResultCache(StoreOf(options, redis), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ResultCache>>()))
        .AddMetrics<ResultCache>(cache => cache.Metrics());

    private static ICacheStore? StoreOf(CacheOptions options, RedisOptions redis) => options.Kind switch
    {
        CacheKind.Memory => new MemoryStore(options.MaxBytes),
        CacheKind.Redis => new RedisStore(new RedisConnection(redis), redis.KeyPrefix),
        _ => null,
    };
}

using Server.Configuration;
using Server.Publish.Redis;

namespace Server.Cache;

internal static class ResultCacheSetup
{
    public static IServiceCollection AddResultCache(this IServiceCollection services, ServerConfiguration configuration) => services
        .AddSingleton(provider => new ResultCache(StoreOf(configuration), configuration.Cache, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ResultCache>>()));

    private static ICacheStore? StoreOf(ServerConfiguration configuration) => configuration.Cache.Kind switch
    {
        CacheKind.Memory => new MemoryStore(configuration.Cache.MaxBytes),
        CacheKind.Redis => new RedisStore(new RedisConnection(configuration.Redis), configuration.Redis.KeyPrefix),
        _ => null,
    };
}

namespace Server.Cache;

internal static class ResultCacheSetup
{
    public static IServiceCollection AddResultCache(this IServiceCollection services, CacheOptions options) => services
        .AddSingleton(provider => new ResultCache(
            options.Kind == CacheKind.Memory ? new MemoryStore(options.MaxBytes) : null, options, provider.GetRequiredService<ILogger<ResultCache>>()));
}

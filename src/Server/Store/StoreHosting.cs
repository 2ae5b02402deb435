using Server.Configuration;
using Server.Delivery;
using Server.Store.Postgres;
using Server.Store.Sqlite;

namespace Server.Store;

internal static class StoreHosting
{
    public static IServiceCollection AddStore(this IServiceCollection services, ServerConfiguration configuration)
    {
        var options = configuration.Store;
        if (options.Kind == StoreKind.None)
            return services;
        return services
            .AddSingleton(options)
            .AddSingleton<IStore>(_ => options.Kind == StoreKind.Postgres
                ? new PostgresStore(options.ConnectionString!)
                : new SqliteStore(Path.Combine(configuration.Server.DataDirectory, "stream.db")))
            .AddSingleton<ISink, StoreSink>()
            .AddHostedService<StoreKeeper>();
    }
}

using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ResultLog.Pump;
using Sinks.Postgres;
using Sinks.Sqlite;

namespace Sinks.Store;

public static class StoreHosting
{
    // What Npgsql calls its spans' source and its meter.
    private const string Npgsql = "Npgsql";

    public static IServiceCollection AddStore(this IServiceCollection services, StoreOptions options, string dataDirectory)
    {
        if (options.Kind == StoreKind.None)
            return services;
        if (options.Kind == StoreKind.Postgres)
            services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(Npgsql)).ConfigureOpenTelemetryMeterProvider(meters => meters.AddMeter(Npgsql));
        return services
            .AddSingleton(options)
            .AddSingleton<IStore>(_ => options.Kind == StoreKind.Postgres
                ? new PostgresStore(options.ConnectionString!)
                : new SqliteStore(Path.Combine(dataDirectory, "stream.db")))
            .AddSingleton<ISink, StoreSink>()
            .AddHostedService<StoreRetentionService>();
    }
}

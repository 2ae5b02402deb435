
namespace Load.Outage;

/// <summary>Kafka, Redis and Postgres, each a process of its own that can be away for a while.</summary>
internal sealed class OutagePeers : IAsyncDisposable
{
    public const string Topic = "stream.results";

    // Room for what comes while the reader is away, at 10 MB a partition.
    public const int Partitions = 32;

    private const int Brokers = 3;

    private readonly PostgresProcess _postgres;

    private OutagePeers(PostgresProcess postgres, string database, KafkaCluster kafka, RedisServer redis) =>
        (_postgres, Database, Kafka, Redis) = (postgres, database, kafka, redis);

    public KafkaCluster Kafka { get; }

    public RedisServer Redis { get; }

    /// <summary>A connection string.</summary>
    public string Database { get; }

    /// <exception cref="PeerMissingException">One of them is not installed.</exception>
    public static async Task<OutagePeers> Start()
    {
        var postgres = await PostgresProcess.StartAsync();
        KafkaCluster? kafka = null;
        try
        {
            kafka = KafkaCluster.Start(Brokers, Partitions, Topic, "stream.events");
            return new(postgres, await postgres.CreateDatabaseAsync(), kafka, new("--appendonly", "yes", "--save", ""));
        }
        catch
        {
            kafka?.Dispose();
            await postgres.DisposeAsync();
            throw;
        }
    }

    public async Task KafkaDown(TimeSpan length, CancellationToken stop)
    {
        for (var broker = 1; broker <= Brokers; broker++)
            Kafka.Down(broker);
        await Task.Delay(length, stop);
        for (var broker = 1; broker <= Brokers; broker++)
            Kafka.Up(broker);
    }

    public async Task RedisDown(TimeSpan length, CancellationToken stop)
    {
        Redis.Stop();
        await Task.Delay(length, stop);
        Redis.StartAgain();
    }

    /// <summary>In the midst of whatever it does.</summary>
    public async Task RestartPostgres()
    {
        await _postgres.KillAsync();
        await _postgres.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Kafka.Dispose();
        Redis.Dispose();
        await _postgres.DisposeAsync();
    }
}

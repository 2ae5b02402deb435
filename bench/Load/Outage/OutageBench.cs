using Server;

namespace Load.Outage;

/// <summary>Eight streams while Kafka, Redis, Postgres and the server itself go away one after another; then the books.</summary>
/// <param name="scale">1: each outage lasts a minute.</param>
internal sealed class OutageBench(string? model, int inputSize, double scale)
{
    // As long as anything may take on a machine that has other things to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A second of results, as the store gathers for half of one.
    private const long LagOfASteadySink = 300;

    private readonly PhaseClock _clock = new();

    public async Task<OutageReport> Run(CancellationToken stop)
    {
        var machine = Machine.Read();
        var folder = Directory.CreateTempSubdirectory("stream-bench-outage-").FullName;
        try
        {
            await using var peers = await OutagePeers.Start();
            var (kafka, redis, viewed) = (new ResultTally(_clock), new ResultTally(_clock), new ResultTally(_clock));
            await using var server = new DurableServer(Settings(peers, folder), viewed);
            OutageFindings findings;
            using (var inKafka = new KafkaTail(peers.Kafka.Brokers, OutagePeers.Topic, kafka.Add))
            await using (new RedisTail(peers.Redis.Address, DurableServer.Streams, redis.Add))
            {
                findings = await Live(peers, server, kafka, redis, stop);
                findings = findings with { Missed = inKafka.Missed };
            }

            findings = findings with { Kafka = kafka, Redis = redis, Viewed = viewed, Stored = await StoredFrames.Read(peers.Database, stop) };
            return OutageReport.Of(machine, model, inputSize, scale, _clock, findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<OutageFindings> Live(OutagePeers peers, DurableServer server, ResultTally kafka, ResultTally redis, CancellationToken stop)
    {
        await server.Start(stop);
        await Steady(server, stop);
        await _clock.During(Phase.KafkaDown, () => peers.KafkaDown(Scaled(60), stop));
        await Steady(server, stop);
        await _clock.During(Phase.RedisDown, () => peers.RedisDown(Scaled(60), stop));
        await Steady(server, stop);
        for (var restart = 0; restart < 2; restart++)
            await _clock.During(Phase.PostgresDown, () => Task.WhenAll(peers.RestartPostgres(), Task.Delay(Scaled(15), stop)));

        var (unkilled, lost) = (kafka.Counts, 0L);
        for (var kill = 0; kill < 2; kill++)
        {
            await Steady(server, stop);
            lost += (await server.Lag(stop)).Lost;
            await server.Kill();
            await server.Start(stop);
        }

        await Steady(server, stop);
        var ended = await server.EndStreams(stop);
        await SinksHave(server, 0, stop);
        lost += (await server.Lag(stop)).Lost;
        await server.Stop();
        await ReadersHaveAll(kafka, redis, stop);
        return new() { Ended = ended, KafkaUnkilled = unkilled, Lost = lost };
    }

    /// <summary>Once all sinks are up and have caught up.</summary>
    private async Task Steady(DurableServer server, CancellationToken stop)
    {
        await SinksHave(server, LagOfASteadySink, stop);
        await _clock.During(Phase.Steady, () => Task.Delay(Scaled(15), stop));
    }

    private static Task SinksHave(DurableServer server, long mostLag, CancellationToken stop) =>
        Until(async () => await server.Lag(stop) is { AllUp: true } lag && lag.MostRecords <= mostLag, "the sinks do not catch up", stop);

    /// <summary>What both do not get within patience is missing.</summary>
    private static async Task ReadersHaveAll(ResultTally kafka, ResultTally redis, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        TallyCounts before;
        do
        {
            before = kafka.Counts;
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
        while ((kafka.Counts != before || kafka.Counts.Results != redis.Counts.Results) && TimeProvider.System.GetElapsedTime(started) < Patience / 4);
    }

    private static async Task Until(Func<Task<bool>> condition, string otherwise, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new UserException($"{otherwise} within {Patience.TotalMinutes} minutes");
            await Task.Delay(100, stop);
        }
    }

    private TimeSpan Scaled(double seconds) => TimeSpan.FromSeconds(seconds * scale);

    private string[] Settings(OutagePeers peers, string folder) =>
    [
        $"Server:DataDirectory={folder}", $"Inference:InputSize={inputSize}", .. model is null ? [] : new[] { $"Server:DefaultModel={model}" },
        $"Kafka:Brokers={peers.Kafka.Brokers}", $"Redis:Address={peers.Redis.Address}", "Redis:MaxLength=10000000",
        "Store:Kind=Postgres", $"Store:ConnectionString={peers.Database}",
        // Small, so that segments come and go; a busy machine shall not make the log refuse anything.
        "Delivery:SegmentBytes=1000000", "Delivery:AppendTimeoutMilliseconds=10000", "Delivery:NewSinkStartsAt=Start",
        $"Delivery:RetryMaxMilliseconds={(int)Math.Clamp(5000 * scale, 250, 5000)}",
    ];
}

using Streaming;

namespace Load.Outage;

/// <summary>What goes away when.</summary>
internal sealed class OutageTimeline(OutagePeers peers, DurableServer server, Readers readers, double scale)
{
    // The store gathers for half a second, and reading is not at once.
    private const long AFewHundred = 300;

    // As long as anything may take on a machine that has other things to do.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(2);

    public PhaseClock Phases { get; } = new();

    public async Task<OutageFindings> Run(CancellationToken stop)
    {
        await server.Start(stop);
        await Steady(stop);
        await Phases.During(Phase.KafkaDown, () => peers.KafkaDown(Scaled(60), stop));
        await Steady(stop);
        await Phases.During(Phase.RedisDown, () => peers.RedisDown(Scaled(60), stop));
        await Steady(stop);
        for (var restart = 0; restart < 2; restart++)
            await Phases.During(Phase.PostgresDown, () => Task.WhenAll(peers.RestartPostgres(), Task.Delay(Scaled(15), stop)));

        var (unkilled, lost) = (readers.Kafka.Counts, 0L);
        for (var kill = 0; kill < 2; kill++)
            lost += await StartAfterKill(stop);
        await Steady(stop);
        var ended = await server.EndStreams(stop);
        await Until(async () => await server.Lag(stop) is { AllUp: true, MostRecords: 0 }, "the sinks do not get the last records", stop);
        lost += (await server.Lag(stop)).Lost;
        await server.Stop();
        await ReadersHaveAll(stop);
        return new() { Readers = readers, Ended = ended, KafkaUnkilled = unkilled, Lost = lost };
    }

    /// <returns>What the server that was killed had lost.</returns>
    private async Task<long> StartAfterKill(CancellationToken stop)
    {
        await Steady(stop);
        var lost = (await server.Lag(stop)).Lost;
        await server.Kill();
        await server.Start(stop);
        return lost;
    }

    /// <summary>A while in which nothing happens, once sinks and readers have caught up.</summary>
    private async Task Steady(CancellationToken stop)
    {
        await Until(async () => await server.Lag(stop) is { AllUp: true, MostRecords: < AFewHundred }, "the sinks do not catch up", stop);
        await Until(() => Task.FromResult(readers.Behind < AFewHundred), "the readers of the sinks do not catch up", stop);
        await Phases.During(Phase.Steady, () => Task.Delay(Scaled(15), stop));
    }

    /// <summary>What the readers do not get in a while is missing.</summary>
    private async Task ReadersHaveAll(CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        TallyCounts before;
        do
        {
            before = readers.Kafka.Counts;
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
        while ((readers.Kafka.Counts != before || readers.Behind > 0) && TimeProvider.System.GetElapsedTime(started) < WaitTimeout / 4);
    }

    private static async Task Until(Func<Task<bool>> condition, string otherwise, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > WaitTimeout)
                throw new UserException($"{otherwise} within {WaitTimeout.TotalMinutes} minutes");
            await Task.Delay(100, stop);
        }
    }

    private TimeSpan Scaled(double seconds) => TimeSpan.FromSeconds(seconds * scale);
}

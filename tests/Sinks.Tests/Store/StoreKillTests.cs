using ResultLog;
using ResultLog.Pump;
using Sinks.Store;
using Sinks.Store.Query;
using Xunit;

namespace Sinks.Tests.Store;

/// <summary>A process is killed with -9 while it appends results and stores them, again and again on the same log.</summary>
[Trait("Ring", "slow")]
public sealed class StoreKillTests(PostgresServer postgres)
{
    private const int Rounds = 2;

    [Theory, MemberData(nameof(StoreTests.Kinds), MemberType = typeof(StoreTests))]
    public async Task Frames_counted_are_the_records_that_the_log_has(string kind)
    {
        await using var place = await TestStore.Create(Enum.Parse<StoreKind>(kind), postgres);
        var folder = Directory.CreateTempSubdirectory("stream-store-kill-").FullName;
        try
        {
            for (var round = 1; round <= Rounds; round++)
                await RunAndKill(place, folder, 500 * round);
            var (records, summaries) = await DrainRest(place, folder);
            Assert.True(records > 500 * Rounds);
            Assert.Equal(records, summaries.Sum(summary => summary.Inferred));
            Assert.Equal(records, summaries.Sum(summary => summary.Latency.Sum()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAndKill(TestStore place, string folder, int frames)
    {
        using var child = KilledWriter.Start(folder, place.ConnectionString ?? place.Path);
        try
        {
            var (output, errors) = (child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            var store = place.Open();
            await Eventually.Be(async () => child.HasExited || await Counted(store) > frames, "the child's records are in the store");
            Assert.False(child.HasExited, child.HasExited ? await output + await errors : "");
        }
        finally
        {
            child.Kill(); // SIGKILL
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<long> Counted(IStore store)
    {
        try
        {
            return (await store.Summaries(Bucket.Day)).Sum(summary => summary.Inferred);
        }
        catch (StoreException)
        {
            // The child has not made the tables yet.
            return 0;
        }
    }

    private static async Task<(long Records, List<Summary> Summaries)> DrainRest(TestStore place, string folder)
    {
        var store = place.Open();
        using var log = WriteAheadLog.Open(Path.Combine(folder, "log"), ["store"], KilledWriter.Options, TimeProvider.System, _ => { });
        using var pump = new SinkPump(new StoreSink(store, new() { LingerMilliseconds = 0 }), log, KilledWriter.Options, TimeProvider.System, _ => { });
        var running = pump.RunAsync();
        await Eventually.Be(() => pump is { State: SinkState.Up, Lag.Records: 0 }, "all is stored");
        pump.Stop();
        await running;
        return (log.End, await store.Summaries(Bucket.Minute));
    }
}

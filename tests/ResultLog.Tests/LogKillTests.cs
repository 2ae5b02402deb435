using System.Diagnostics;
using ResultLog.Pump;
using Xunit;

namespace ResultLog.Tests;

/// <summary>A process is killed with -9 while it appends from several threads and feeds a sink, again and again on the same log.</summary>
[Trait("Ring", "slow")]
public sealed class LogKillTests : IDisposable
{
    private const int Rounds = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("stream-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_accepted_record_is_lost_and_none_is_repeated_beyond_a_batch()
    {
        for (var round = 0; round < Rounds; round++)
            await RunAndKill(round);
        await DrainRest();

        var entries = FileSink.Entries(Path.Combine(_folder, "sink")).ToList();
        var next = new Dictionary<int, long>();
        var (repeats, kills) = (0, 0);
        foreach (var (stream, number) in entries)
        {
            var expected = next.GetValueOrDefault(stream);
            Assert.True(number <= expected, $"stream {stream}: {number} came where {expected} was due");
            // A kill repeats what was under way: one batch, whose records stand together.
            repeats = number < expected ? repeats + 1 : 0;
            kills += repeats == 1 ? 1 : 0;
            Assert.InRange(repeats, 0, FileSink.MaxRecords);
            next[stream] = Math.Max(expected, number + 1);
        }

        Assert.InRange(kills, 0, Rounds);
        for (var stream = 0; stream < Rounds * KilledAppender.Streams; stream++)
        {
            // An append that had written, but not yet returned, may be there too.
            var accepted = KilledAppender.Accepted(_folder, stream);
            Assert.InRange(next.GetValueOrDefault(stream), Math.Max(1, accepted), accepted + 1);
        }
    }

    private async Task RunAndKill(int round)
    {
        using var child = KilledAppender.Start(_folder, round);
        try
        {
            var output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Eventually.Be(
                () => child.HasExited || Enumerable.Range(0, KilledAppender.Streams).All(lane => KilledAppender.Accepted(_folder, KilledAppender.StreamOf(round, lane)) > 200 + 100 * round),
                "the child appends");
            Assert.False(child.HasExited, child.HasExited ? await output : "");
        }
        finally
        {
            child.Kill(); // SIGKILL
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task DrainRest()
    {
        using var log = WriteAheadLog.Open(Path.Combine(_folder, "log"), [TestLog.Sink], KilledAppender.Options, TimeProvider.System, _ => { });
        using var sink = new FileSink(Path.Combine(_folder, "sink"));
        using var pump = new SinkPump(sink, log, KilledAppender.Options, TimeProvider.System, _ => { });
        var running = pump.RunAsync();
        await Eventually.Be(() => pump.Lag.Records == 0, "all is acknowledged");
        pump.Stop();
        await running;
    }
}

using System.Diagnostics;
using Google.Protobuf;
using ResultLog;
using ResultLog.Pump;
using ResultLog.Tests;
using Sinks.Postgres;
using Sinks.Sqlite;
using Sinks.Store;
using Wire.V1;
using Xunit;

namespace Sinks.Tests.Store;

/// <summary>The program that <see cref="StoreKillTests"/> starts and kills: this assembly again, running this one test.</summary>
public sealed class KilledWriter
{
    private const string FolderVariable = "STREAM_TEST_LOG", StoreVariable = "STREAM_TEST_STORE";

    internal static readonly DeliveryOptions Options = KilledAppender.Options;

    public static Process Start(string folder, string store) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(KilledWriter).Assembly.Location, "-noLogo", "-method", $"{typeof(KilledWriter).FullName}.{nameof(Append_and_store_until_killed)}", "-explicit", "on"])
    {
        Environment = { [FolderVariable] = folder, [StoreVariable] = store },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [Fact(Explicit = true)]
    public async Task Append_and_store_until_killed()
    {
        var (folder, store) = (Environment.GetEnvironmentVariable(FolderVariable), Environment.GetEnvironmentVariable(StoreVariable));
        Assert.SkipWhen(folder is null || store is null, "this is the child of another test");
        using var log = WriteAheadLog.Open(Path.Combine(folder!, "log"), ["store"], Options, TimeProvider.System, _ => { });
        using var pump = new SinkPump(new StoreSink(store!.StartsWith('/') ? new SqliteStore(store) : new PostgresStore(store), new() { LingerMilliseconds = 1 }), log, Options, TimeProvider.System, _ => { });
        var running = pump.RunAsync();
        for (var sequence = 0; !running.IsCompleted; sequence++)
        {
            var result = new FrameResult { StreamId = $"camera-{sequence % 3}", SessionId = "s", Sequence = sequence, Timing = new() { TotalUs = 50_000 }, Objects = { new DetectedObject { Label = "person" } } };
            Assert.Equal(AppendOutcome.Accepted, log.Append(RecordKind.Result, result.ToByteArray()));
            if (sequence % 10 == 0)
                await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await running;
    }
}

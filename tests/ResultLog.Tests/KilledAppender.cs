using System.Diagnostics;
using ResultLog.Pump;
using Xunit;

namespace ResultLog.Tests;

/// <summary>The program that <see cref="LogKillTests"/> starts and kills: this assembly again, running this one test.</summary>
public sealed class KilledAppender
{
    public const int Streams = 4;

    private const string FolderVariable = "STREAM_TEST_LOG", RoundVariable = "STREAM_TEST_ROUND";

    /// <summary>Under these options by both the child and who looks at what it left.</summary>
    internal static readonly DeliveryOptions Options = new() { SegmentBytes = 200_000, MaxBytes = 1_000_000_000, AppendTimeoutMilliseconds = 10_000, NewSinkStartsAt = SinkStart.Start };

    public static Process Start(string folder, int round) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(KilledAppender).Assembly.Location, "-noLogo", "-method", $"{typeof(KilledAppender).FullName}.{nameof(Append_until_killed)}", "-explicit", "on"])
    {
        Environment = { [FolderVariable] = folder, [RoundVariable] = $"{round}" },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>How many records of a stream the child says were accepted.</summary>
    public static long Accepted(string folder, int stream)
    {
        var path = AcceptedPath(folder, stream);
        return File.Exists(path) && File.ReadAllBytes(path) is { Length: 8 } bytes ? BitConverter.ToInt64(bytes) : 0;
    }

    public static int StreamOf(int round, int lane) => round * Streams + lane;

    [Fact(Explicit = true)]
    public async Task Append_until_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "this is the child of another test");
        var round = int.Parse(Environment.GetEnvironmentVariable(RoundVariable)!, System.Globalization.CultureInfo.InvariantCulture);
        using var log = WriteAheadLog.Open(Path.Combine(folder!, "log"), [TestLog.Sink], Options, TimeProvider.System, _ => { });
        using var sink = new FileSink(Path.Combine(folder!, "sink"));
        using var pump = new SinkPump(sink, log, Options, TimeProvider.System, _ => { });
        var running = pump.RunAsync();
        var lanes = Enumerable.Range(0, Streams).Select(lane => Task.Factory.StartNew(() => Append(log, folder!, StreamOf(round, lane)), TaskCreationOptions.LongRunning));
        await Task.WhenAll(lanes.Append(running));
    }

    private static void Append(WriteAheadLog log, string folder, int stream)
    {
        using var accepted = File.OpenHandle(AcceptedPath(folder, stream), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        for (var number = 0L; ; number++)
        {
            Assert.Equal(AppendOutcome.Accepted, log.Append(RecordKind.Result, Payload.Of(stream, number)));
            RandomAccess.Write(accepted, BitConverter.GetBytes(number + 1), 0);
        }
    }

    private static string AcceptedPath(string folder, int stream) => Path.Combine(folder, $"accepted-{stream}");
}

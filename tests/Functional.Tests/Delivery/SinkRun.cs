using System.Collections.Concurrent;
using Google.Protobuf;
using ResultLog;
using ResultLog.Pump;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>A log, a pump and one real sink.</summary>
internal sealed class SinkRun : IAsyncDisposable
{
    public const string Session = "0198c2a4f0c17d5e8f3b6a5d4c2e1f00";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<DeliveryEvent> _events = [];
    private readonly ISink _sink;
    private readonly DeliveryOptions _options;
    private Task _running = Task.CompletedTask;

    public SinkRun(ISink sink, int acknowledgeTimeoutSeconds = 30)
    {
        _sink = sink;
        _options = new() { NewSinkStartsAt = SinkStart.Start, AppendTimeoutMilliseconds = 10_000, RetryMinMilliseconds = 10, RetryMaxMilliseconds = 200, AcknowledgeTimeoutSeconds = acknowledgeTimeoutSeconds };
        Log = WriteAheadLog.Open(_folder.Path, [sink.Name], _options, TimeProvider.System, _events.Enqueue);
        Pump = new(sink, Log, _options, TimeProvider.System, _events.Enqueue);
    }

    public WriteAheadLog Log { get; }

    public SinkPump Pump { get; private set; }

    /// <summary>With records that are in the log already, or none.</summary>
    public SinkRun Start()
    {
        _running = Task.Run(Pump.RunAsync);
        return this;
    }

    /// <summary>As after a crash before the cursor was written: all that the log still has is given once more.</summary>
    public async Task StartAgainFrom(long offset)
    {
        await Stop();
        Log.CursorOf(_sink.Name).Commit(offset);
        Pump = new(_sink, Log, _options, TimeProvider.System, _events.Enqueue);
        Start();
    }

    /// <summary>Results in turn of so many streams, each of which counts on from what it had.</summary>
    public void Append(long from, int count, int streams = 4)
    {
        for (var number = from; number < from + count; number++)
            Append(Result(number, streams));
    }

    public static FrameResult Result(long number, int streams = 4) => SampleResult.Of($"camera-{number % streams}", Session, number / streams, (int)number % 3);

    public void Append(FrameResult result) => Append(RecordKind.Result, result.ToByteArray());

    public void Append(RecordKind kind, byte[] payload) => Assert.Equal(AppendOutcome.Accepted, Log.Append(kind, payload));

    public Task Delivered() => Eventually.Be(() => Task.FromResult(Pump.State == SinkState.Up && Pump.Lag.Records == 0), "all is delivered", () => $"{Pump.State} {Pump.Error} {Pump.Lag}");

    /// <returns>What it says.</returns>
    public async Task<string> Down()
    {
        await Eventually.Be(() => Pump.State == SinkState.Down, "the sink is down");
        return Pump.Error ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        // Whatever a broker did, it was foreseen.
        Assert.Equal(0, Pump.Counters.Faults);
        (_sink as IDisposable)?.Dispose();
        Log.Dispose();
        _folder.Dispose();
    }

    private async Task Stop()
    {
        Pump.Stop();
        await _running;
        Pump.Dispose();
    }
}

using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Media;
using ResultLog;
using Telemetry;
using Wire.V1;

namespace Streaming.Results;

/// <summary>Carries events from where they happen, often under a lock, to where they are told.</summary>
internal sealed class DeliveryEvents(TimeProvider time, ILogger log)
{
    // They come in ones and twos; if ever more come than can be told, the newest are not, and counters still have what they counted.
    private readonly Channel<DeliveryEvent> _queue = Channel.CreateBounded<DeliveryEvent>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly FaultLog _faults = new(log);

    /// <summary>Never waits.</summary>
    public void Raise(DeliveryEvent happened) => _queue.Writer.TryWrite(happened with { Detail = UrlRedactor.Redact(happened.Detail) });

    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Tells them, until completed.</summary>
    /// <param name="append">Takes those that sinks shall have, too.</param>
    public async Task RunAsync(Action<StreamEvent> append)
    {
        await foreach (var happened in _queue.Reader.ReadAllAsync())
        {
            LogEvent(happened);
            if (KindOf(happened) is var kind and not StreamEventKind.Unspecified)
                append(ToMessage(happened, kind));
        }
    }

    // A gap counts when it is over: only then is it known how much is missing.
    private static StreamEventKind KindOf(DeliveryEvent happened) => happened.Kind switch
    {
        DeliveryEventKind.SinkDown => StreamEventKind.SinkDown,
        DeliveryEventKind.SinkUp => StreamEventKind.SinkUp,
        DeliveryEventKind.SinkRefusing => StreamEventKind.SinkRefusing,
        DeliveryEventKind.SinkAccepting => StreamEventKind.SinkAccepting,
        DeliveryEventKind.SinkGap or DeliveryEventKind.LogRecovered or DeliveryEventKind.LogHasRoom when happened.Count > 0 => StreamEventKind.Gap,
        _ => StreamEventKind.Unspecified,
    };

    private StreamEvent ToMessage(DeliveryEvent happened, StreamEventKind kind) => new()
    {
        Id = Guid.CreateVersion7().ToString("N"),
        Time = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        Kind = kind,
        Subject = happened.Subject,
        Detail = happened.Detail,
        Count = happened.Count,
    };

    private void LogEvent(DeliveryEvent happened)
    {
        switch (happened.Kind)
        {
            case DeliveryEventKind.LogRepaired: log.ResultLogRepaired(happened.Detail); break;
            case DeliveryEventKind.LogFailing: log.ResultLogFailing(happened.Detail); break;
            case DeliveryEventKind.LogRecovered: log.ResultLogRecovered(happened.Detail, happened.Count); break;
            case DeliveryEventKind.LogFull: log.ResultLogFull(happened.Detail); break;
            case DeliveryEventKind.LogHasRoom: log.ResultLogHasRoom(happened.Detail, happened.Count); break;
            case DeliveryEventKind.SinkDown: log.SinkDown(happened.Subject, happened.Detail); break;
            case DeliveryEventKind.SinkUp: log.SinkUp(happened.Subject, happened.Count); break;
            case DeliveryEventKind.SinkGap: log.SinkGap(happened.Subject, happened.Count, happened.Detail); break;
            case DeliveryEventKind.SinkRefusing: log.SinkRefusing(happened.Subject, happened.Detail); break;
            case DeliveryEventKind.SinkAccepting: log.SinkAccepting(happened.Subject, happened.Count); break;
            case DeliveryEventKind.SinkFault: _faults.Report($"Sink {happened.Subject}", happened.Fault!); break;
        }
    }
}

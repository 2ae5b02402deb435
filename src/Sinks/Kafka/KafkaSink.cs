using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;
using Google.Protobuf;
using ResultLog;
using ResultLog.Pump;
using ResultLog.Read;
using Wire;

namespace Sinks.Kafka;

/// <summary>Publishes results and events to Kafka.</summary>
/// <remarks>
/// A record that librdkafka has, it keeps until the cluster has it: a write that is given up, as nothing was acknowledged in time,
/// leaves its records there, and the next write of the same batch waits for them instead of sending them twice.
/// </remarks>
internal sealed class KafkaSink(KafkaSinkOptions options, ILogger<KafkaSink> log) : ISink, IDisposable
{
    // A connection that was merely lost, or a broker that left to others what it led, is back by then.
    private static readonly TimeSpan OutageGrace = TimeSpan.FromSeconds(2);

    // The client's queue is far larger than a batch. Where options made it smaller, this is how often it is asked for room.
    private static readonly TimeSpan RoomPause = TimeSpan.FromMilliseconds(5);

    private readonly KafkaMessages _messages = new(options);
    private KafkaClient? _client;
    private Task? _check;
    private Receipts? _receipts;

    public string Name => "kafka";

    public BatchLimits Limits => new(options.BatchRecords, options.BatchBytes, TimeSpan.FromMilliseconds(options.LingerMilliseconds));

    public async Task<long?> OpenAsync(Guid logId, CancellationToken stop)
    {
        var client = UsableClient();
        // One that an attempt before gave up is still under way: librdkafka cannot be told to stop it.
        _check = _check is { IsCompleted: false } given ? given : Task.Run(() => client.Check([options.ResultsTopic, options.EventsTopic]), CancellationToken.None);
        await Settle(client, _check, stop);
        await _check;
        return null;
    }

    public async Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        var receipts = _receipts = _receipts is { } given && given.AreOf(batch) ? given : new(batch);
        var client = _client!;
        try
        {
            foreach (var place in receipts.Unsent())
            {
                // What follows it must not overtake it.
                if (!await Send(client, batch[place], receipts, place, stop))
                    break;
            }

            await Settle(client, receipts.SettleAsync(), stop);
            return receipts.TakeFault() is { } fault ? throw new SinkException(fault) : receipts.Refused;
        }
        finally
        {
            batch.Acknowledge(receipts.TakeDone());
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _messages.Dispose();
    }

    /// <summary>After a fatal error librdkafka refuses everything, so that its order is kept: what it had is sent by a new one.</summary>
    private KafkaClient UsableClient()
    {
        if (_client is { IsBroken: true })
        {
            _client.Dispose();
            (_client, _check) = (null, null);
            _receipts?.Forget();
        }

        return _client ??= new(options, log);
    }

    /// <returns>False where the client does not take it.</returns>
    private async Task<bool> Send(KafkaClient client, LogRecord record, Receipts receipts, int place, CancellationToken stop)
    {
        if (!TryMake(record, receipts, place, out var topic, out var message))
            return true;
        var report = receipts.Send(place, topic);
        while (client.Send(topic, message, report) is { } error)
        {
            report(error);
            if (error.Code != ErrorCode.Local_QueueFull)
                return KafkaErrors.IsRefusal(error.Code);
            await Task.Delay(RoomPause, stop);
            report = receipts.Send(place, topic);
        }

        return true;
    }

    /// <returns>False where nothing is to be sent.</returns>
    private bool TryMake(in LogRecord record, Receipts receipts, int place, out string topic, [NotNullWhen(true)] out Message<byte[], byte[]>? message)
    {
        (topic, message) = ("", null);
        try
        {
            (topic, message) = _messages.Of(record);
            if (message is null)
                receipts.Skip(place, refused: false);
        }
        catch (Exception e) when (e is MalformedMessageException or InvalidProtocolBufferException)
        {
            receipts.Skip(place, refused: true);
        }

        return message is not null;
    }

    /// <summary>Waits for <paramref name="settled"/>, but not through an outage.</summary>
    private static async Task Settle(KafkaClient client, Task settled, CancellationToken stop)
    {
        if (await Task.WhenAny(settled, client.Outage).WaitAsync(stop) == settled)
            return;
        await Task.WhenAny(settled, Task.Delay(OutageGrace, stop));
        if (!settled.IsCompleted)
            throw new SinkException(client.Complaint ?? "the cluster cannot be reached");
    }
}

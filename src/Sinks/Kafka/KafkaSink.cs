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
    private static readonly TimeSpan QueueFullDelay = TimeSpan.FromMilliseconds(5);

    private readonly KafkaMessages _messages = new(options);
    private KafkaClient? _client;
    private Task? _check;
    private DeliveryReports? _reports;

    public string Name => "kafka";

    public string? Refusal { get; private set; }

    public BatchLimits Limits => new(options.BatchRecords, options.BatchBytes, TimeSpan.FromMilliseconds(options.LingerMilliseconds));

    public async Task<long?> OpenAsync(Guid logId, CancellationToken stop)
    {
        var client = UsableClient();
        // One that an attempt before gave up is still under way: librdkafka cannot be told to stop it.
        _check = _check is { IsCompleted: false } given ? given : Task.Run(() => client.Check([options.ResultsTopic, options.EventsTopic]), CancellationToken.None);
        await WaitForReports(client, _check, stop);
        await _check;
        return null;
    }

    public async Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        var reports = _reports = _reports is { } given && given.AreOf(batch) ? given : new(batch);
        var client = _client!;
        try
        {
            foreach (var place in reports.Unsent())
            {
                // What follows it must not overtake it.
                if (!await Send(client, batch[place], reports, place, stop))
                    break;
            }

            await WaitForReports(client, reports.WaitForAllAsync(), stop);
            Refusal = reports.Refusal;
            return reports.TakeFault() is { } fault ? throw new SinkException(fault) : reports.Refused;
        }
        finally
        {
            batch.Acknowledge(reports.TakeDone());
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
            _reports?.Abandon();
        }

        return _client ??= new(options, log);
    }

    /// <returns>False where the client does not take it.</returns>
    private async Task<bool> Send(KafkaClient client, LogRecord record, DeliveryReports reports, int place, CancellationToken stop)
    {
        if (!TryMake(record, reports, place, out var topic, out var message))
            return true;
        var report = reports.Send(place, topic);
        while (client.Send(topic, message, report) is { } error)
        {
            report(error);
            if (error.Code != ErrorCode.Local_QueueFull)
                return KafkaErrors.IsRefusal(error.Code);
            await Task.Delay(QueueFullDelay, stop);
            report = reports.Send(place, topic);
        }

        return true;
    }

    /// <returns>False where nothing is to be sent.</returns>
    private bool TryMake(in LogRecord record, DeliveryReports reports, int place, out string topic, [NotNullWhen(true)] out Message<byte[], byte[]>? message)
    {
        (topic, message) = ("", null);
        try
        {
            (topic, message) = _messages.Of(record);
            if (message is null)
                reports.Skip(place, refused: false);
        }
        catch (Exception e) when (e is MalformedMessageException or InvalidProtocolBufferException)
        {
            reports.Skip(place, refused: true);
        }

        return message is not null;
    }

    /// <summary>Waits for <paramref name="reported"/>, but not through an outage.</summary>
    private static async Task WaitForReports(KafkaClient client, Task reported, CancellationToken stop)
    {
        if (await Task.WhenAny(reported, client.Outage).WaitAsync(stop) == reported)
            return;
        await Task.WhenAny(reported, Task.Delay(OutageGrace, stop));
        if (!reported.IsCompleted)
            throw new SinkException(KafkaErrors.Advise(client.Complaint ?? "the cluster does not answer"));
    }
}

using Google.Protobuf;
using Load.Log;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using ResultLog.Pump;
using Sinks;
using Sinks.Kafka;
using Sinks.Redis;
using Streaming;

namespace Load.Sinks;

/// <summary>Fills a log, and measures how fast a pump and one sink empty it; both ends are processes of their own.</summary>
internal sealed class SinksBench(int records, int people) : IDisposable
{
    private const int Streams = 8;

    // Room for what is sent during a window, at 10 MB a partition.
    private const int Partitions = 32;

    private static readonly DeliveryOptions Options = new() { NewSinkStartsAt = SinkStart.Start, AppendTimeoutMilliseconds = 10_000 };

    private readonly KafkaCluster _kafka = KafkaCluster.Start(3, Partitions, "stream.results", "stream.events");
    private readonly RedisServer _redis = new("--save", "", "--appendonly", "no");
    private readonly byte[][] _payloads = [.. Enumerable.Range(0, 64).Select(i => SampleResult.Of($"camera-{i % Streams}", "0198c2a4f0c17d5e8f3b6a5d4c2e1f00", i, people).ToByteArray())];

    private IEnumerable<(string Kind, Func<ISink> Make)> Kinds =>
    [
        ("Kafka, protobuf", () => Kafka(ValueFormat.Protobuf)),
        ("Kafka, JSON", () => Kafka(ValueFormat.Json)),
        ("Kafka, DeepStream", () => Kafka(ValueFormat.DeepStream)),
        ("Redis, protobuf", () => Redis(ValueFormat.Protobuf)),
        ("Redis, JSON", () => Redis(ValueFormat.Json)),
    ];

    /// <param name="only">A part of the names of the kinds that are measured.</param>
    /// <exception cref="UserException">No kind has such a name.</exception>
    public async Task<SinksReport> Run(int windows, string only)
    {
        var machine = Machine.Read();
        var kinds = Kinds.Where(kind => kind.Kind.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (kinds.Count == 0)
            throw new UserException($"--kind {only}: there are {string.Join("; ", Kinds.Select(kind => kind.Kind))}");
        var figures = kinds.ToDictionary(kind => kind.Kind, _ => new List<LogWindow>());
        for (var i = -1; i < windows; i++)
        {
            foreach (var (kind, make) in kinds)
            {
                var window = await RunOne(kind, make());
                // The first of each compiles the code.
                if (i >= 0)
                    figures[kind].Add(window);
            }
        }

        return new() { Machine = machine, Records = records, People = people, PayloadBytes = _payloads.Average(payload => payload.Length), Kinds = [.. figures.Values.Select(LogFigures.Of)] };
    }

    public void Dispose()
    {
        _kafka.Dispose();
        _redis.Dispose();
    }

    private async Task<LogWindow> RunOne(string kind, ISink sink)
    {
        var folder = Directory.CreateTempSubdirectory("stream-bench-sinks-").FullName;
        try
        {
            using var log = WriteAheadLog.Open(folder, [sink.Name], Options, TimeProvider.System, _ => { });
            var bytes = Fill(log);
            log.Complete();
            using var pump = new SinkPump(sink, log, Options, TimeProvider.System, _ => { });
            var window = await Window.MeasureAsync(pump.RunAsync);
            return pump.Counters.Delivered == records && pump.Counters.Retried == 0
                ? new(kind, bytes, records, window)
                : throw new IOException($"{kind}: {pump.Counters.Delivered} of {records} were delivered, {pump.Counters.Retried} retried: {pump.Error}");
        }
        finally
        {
            (sink as IDisposable)?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private long Fill(WriteAheadLog log)
    {
        var bytes = 0L;
        for (var i = 0; i < records; i++)
        {
            var payload = _payloads[i % _payloads.Length];
            if (log.Append(RecordKind.Result, payload) != AppendOutcome.Accepted)
                throw new IOException($"the log is {log.State}: {log.Error}");
            bytes += payload.Length;
        }

        return bytes;
    }

    private KafkaSink Kafka(ValueFormat value) => new(new() { Brokers = _kafka.Brokers, Value = value }, NullLogger<KafkaSink>.Instance);

    private RedisSink Redis(ValueFormat value) => new(new() { Address = _redis.Address, Value = value, MaxLength = 1000 });
}

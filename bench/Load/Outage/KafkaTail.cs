using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Wire.V1;

namespace Load.Outage;

/// <summary>Reads a topic while it is written: the cluster keeps only the newest 10 MB of a partition.</summary>
internal sealed class KafkaTail : IAsyncDisposable
{
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly Action<FrameResult> _take;
    private readonly long[] _next;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public KafkaTail(string brokers, string topic, int partitions, Action<FrameResult> take)
    {
        var configuration = new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "outage",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            // Waiting for the next look, or for a broker that is back, shall be little of what is measured.
            FetchWaitMaxMs = 10,
            ReconnectBackoffMaxMs = 200,
        };
        // Brokers that are away are no news here.
        _consumer = new ConsumerBuilder<Ignore, byte[]>(configuration).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        _take = take;
        _next = new long[partitions];
        _reading = Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning);
    }

    /// <summary>Messages that the cluster dropped before they were read.</summary>
    public long Missed { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _consumer.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
                Take(_consumer.Consume(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            _consumer.Close();
        }
    }

    private void Take(ConsumeResult<Ignore, byte[]> message)
    {
        ref var next = ref _next[message.Partition.Value];
        // After a reset it begins again at what the partition still has.
        if (message.Offset < next)
            return;
        Missed += message.Offset - next;
        next = message.Offset + 1;
        _take(FrameResult.Parser.ParseFrom(message.Message.Value));
    }
}

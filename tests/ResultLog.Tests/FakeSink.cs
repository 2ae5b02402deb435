using System.Collections.Concurrent;
using ResultLog.Pump;
using ResultLog.Read;

namespace ResultLog.Tests;

/// <summary>A sink that keeps what it acknowledged, and fails as it is told.</summary>
internal sealed class FakeSink(string name = TestLog.Sink) : ISink
{
    private readonly ConcurrentQueue<Read> _taken = [];

    public string Name => name;

    public BatchLimits Limits { get; set; } = new(10, 1 << 20, TimeSpan.Zero);

    /// <summary>Whether it keeps records, which then must be those of <see cref="Payload"/>.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>In the order it came, duplicates included.</summary>
    public IReadOnlyCollection<Read> Taken => _taken;

    public Func<Guid, long?> Committed { get; set; } = _ => null;

    /// <summary>May throw, or acknowledge a part; gives how many records are refused for good.</summary>
    public Func<RecordBatch, CancellationToken, Task<int>> Write { get; set; } = (_, _) => Task.FromResult(0);

    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => Task.FromResult(Committed(logId));

    public async Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        var refused = await Write(batch, stop);
        Keep(batch, batch.Count);
        return refused;
    }

    /// <summary>Takes a part of the batch.</summary>
    public void Take(RecordBatch batch, int records)
    {
        Keep(batch, records);
        batch.Acknowledge(records);
    }

    public void Keep(RecordBatch batch, int records)
    {
        if (!Reads)
            return;
        foreach (var record in batch.Records[..records])
            _taken.Enqueue(Read.Of(record));
    }
}

using ResultLog.Pump;
using ResultLog.Read;
using Sinks.Store.Tally;

namespace Sinks.Store;

/// <summary>Counts the log's records by stream and minute and puts the sums into the store; each record counts exactly once.</summary>
/// <remarks>After a failure it must be opened anew, as <see cref="SinkPump"/> does: only the store knows whether a commit whose answer was lost has come about.</remarks>
internal sealed class StoreSink(IStore store, StoreOptions options) : ISink
{
    private Guid _logId;
    private long? _next;

    public string Name => "store";

    public string? Refusal { get; private set; }

    // Large, so that whoever was down for an hour catches up in seconds: a transaction costs the same for one row and for a hundred.
    public BatchLimits Limits => new(20_000, 16_000_000, TimeSpan.FromMilliseconds(options.LingerMilliseconds));

    public async Task<long?> OpenAsync(Guid logId, CancellationToken stop)
    {
        _logId = logId;
        return _next = await store.OpenAsync(logId, stop);
    }

    public async Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        var tally = RecordTally.Of(batch.Records, _next, TimeSpan.FromDays(options.RetentionDays));
        Refusal = null;
        if (tally.IsEmpty)
            return 0;
        await store.WriteAsync(_logId, tally, stop);
        _next = tally.End;
        Refusal = tally.Refused > 0 ? "records that cannot be read" : null;
        return tally.Refused;
    }
}

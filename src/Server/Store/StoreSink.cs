using Server.Delivery;
using Server.Delivery.Log;
using Server.Store.Tally;

namespace Server.Store;

/// <summary>Counts the log's records by stream and minute and puts the sums into the store; each record counts exactly once.</summary>
internal sealed class StoreSink(IStore store, StoreOptions options) : ISink
{
    // The store's offset, as it was read last; after a failure it may be another, as a commit may have been cut off from its answer.
    private bool _isOpen;
    private long? _next;
    private Guid _logId;

    public string Name => "store";

    // Large, so that whoever was down for an hour catches up in seconds: a transaction costs the same for one row and for a hundred.
    public BatchLimits Limits => new(20_000, 16_000_000, TimeSpan.FromMilliseconds(options.LingerMilliseconds));

    public async Task<long?> OpenAsync(Guid logId, CancellationToken stop)
    {
        _isOpen = false;
        _next = await store.OpenAsync(logId, stop);
        (_logId, _isOpen) = (logId, true);
        return _next;
    }

    public async Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        if (!_isOpen)
            await OpenAsync(_logId, stop);
        var tally = RecordTally.Of(batch.Records, _next, TimeSpan.FromDays(options.RetentionDays));
        if (tally.IsEmpty)
            return 0;
        _isOpen = false;
        await store.WriteAsync(_logId, tally, stop);
        (_next, _isOpen) = (tally.End, true);
        return tally.Refused;
    }
}

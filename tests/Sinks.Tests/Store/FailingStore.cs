using Sinks.Store;
using Sinks.Store.Query;
using Sinks.Store.Tally;

namespace Sinks.Tests.Store;

/// <summary>Fails now and then: before a write, in the middle of it, or after the commit, when only the answer is lost.</summary>
internal sealed class FailingStore(IStore store, Random? random) : IStore
{
    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => store.OpenAsync(logId, stop);

    public async Task WriteAsync(Guid logId, RecordTally tally, CancellationToken stop)
    {
        var how = random?.Next(6);
        if (how == 0)
            throw new StoreException("lost before");
        if (how == 1)
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
            cut.CancelAfter(TimeSpan.FromMilliseconds(random!.NextDouble() * 5));
            await WriteOrFail(logId, tally, cut.Token);
            return;
        }

        await store.WriteAsync(logId, tally, stop);
        if (how == 2)
            throw new StoreException("lost after");
    }

    public Task TrimAsync(DateOnly today, DateOnly oldest, CancellationToken stop) => store.TrimAsync(today, oldest, stop);

    public Task<IReadOnlyList<Summary>> ReadAsync(SummaryQuery query, CancellationToken stop) => store.ReadAsync(query, stop);

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop) => store.ReadAsync(query, stop);

    private async Task WriteOrFail(Guid logId, RecordTally tally, CancellationToken cut)
    {
        try
        {
            await store.WriteAsync(logId, tally, cut);
        }
        catch (OperationCanceledException e)
        {
            throw new StoreException("cut off", e);
        }
    }
}

using ResultLog;
using Sinks.Store.Query;
using Sinks.Store.Tally;

namespace Sinks.Store;

/// <summary>Keeps summaries and events, and how far it got in which log. Every failure is a <see cref="StoreException"/>.</summary>
/// <remarks>One caller opens and writes, never twice at once; reading and trimming go on beside it.</remarks>
public interface IStore
{
    /// <summary>Connects anew and brings the tables up to date.</summary>
    /// <returns>The first offset of the log that is not in the store; null where it has none of it.</returns>
    Task<long?> OpenAsync(Guid logId, CancellationToken stop);

    /// <summary>Adds what was counted, and moves the log's offset, in one transaction.</summary>
    /// <exception cref="StoreException">Also where the offset is not where the tally begins: then nothing is written.</exception>
    Task WriteAsync(Guid logId, RecordTally tally, CancellationToken stop);

    /// <summary>Forgets what is older than <paramref name="oldest"/>, and makes room for the days to come.</summary>
    Task TrimAsync(DateOnly today, DateOnly oldest, CancellationToken stop);

    Task<IReadOnlyList<Summary>> ReadAsync(SummaryQuery query, CancellationToken stop);

    Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop);
}

/// <summary>The store cannot be used now: it is not reachable, full, damaged, or not ours to write. It stops nothing but itself.</summary>
public sealed class StoreException(string message, Exception? cause = null) : SinkException(message, cause);

using Server.Http;
using Server.Http.Query;
using Sinks.Store;

namespace Server.History;

/// <summary>Requests that read the store: Store:MaxConcurrentReads.</summary>
internal sealed class HistoryLimit(int capacity) : ConcurrencyLimit(capacity);

/// <summary>What the lists of the store have in common: a stream, a time, and pages that begin where the last one ended.</summary>
/// <param name="After">Where the page before ended; null on the first.</param>
internal sealed record StorePage(string? Stream, DateTimeOffset From, DateTimeOffset To, StoreCursor? After, int Limit)
{
    private const int RetryAfterSeconds = 5;

    private static readonly QueryText OfStream = new("stream", "A stream's id; all streams where absent.");
    private static readonly QueryTime Since = new("from", "The first moment; by default some time before `to`.");
    private static readonly QueryTime Until = new("to", "The first moment that is not asked for; by default now.");
    private static readonly QueryNumber<int> AtMost = new("limit", 1, 1000, 100, "Most entries of a page.");
    private static readonly QueryText Cursor = new("cursor", "`next` of the page before; the other parameters stay as they were.");

    public static IReadOnlyList<IQueryParameter> Parameters { get; } = [OfStream, Since, Until, AtMost, Cursor];

    /// <param name="list">Tells cursors of different lists apart.</param>
    /// <param name="span">From "from" to "to" where only the latter is known.</param>
    public static StorePage Read(QueryReader query, char list, TimeSpan span, DateTimeOffset now)
    {
        var (stream, text) = (query.Text(OfStream), query.Text(Cursor));
        if (stream?.Contains('\0', StringComparison.Ordinal) == true)
            query.Refuse(OfStream, "holds a NUL, which no id has");
        var after = StoreCursor.Parse(list, text);
        if (text is not null && after is null)
            query.Refuse(Cursor, "is none that this list gave as `next`");
        // What the first page took for granted holds for all pages.
        var to = query.Time(Until) ?? after?.To ?? now;
        var from = query.Time(Since) ?? after?.From ?? (to - DateTimeOffset.MinValue > span ? to - span : DateTimeOffset.MinValue);
        if (from >= to)
            query.Refuse(Since, $"is {from:O}; it must be before `to`, {to:O}");
        return new(stream, from, to, after, query.Number(AtMost));
    }

    /// <summary>The cursor of the next page.</summary>
    public string Next(char list, long unixMilliseconds, string id) => new StoreCursor(unixMilliseconds, From, To, id).ToText(list);

    /// <param name="store">Null where the server keeps nothing.</param>
    public static async Task<IResult> Answer(HttpContext context, IStore? store, Func<IStore, Task<IResult>> read)
    {
        if (store is null)
            return TypedResults.Problem("this server keeps nothing: Store:Kind is None", statusCode: StatusCodes.Status503ServiceUnavailable);
        using var lease = context.RequestServices.GetRequiredService<HistoryLimit>().TryAcquire();
        if (lease is null)
            return Problems.Busy(context, 1, "as many requests read the store as Store:MaxConcurrentReads allows");
        try
        {
            return await read(store);
        }
        catch (StoreException)
        {
            return Problems.Busy(context, RetryAfterSeconds, "the store does not answer; /readyz may tell why");
        }
    }
}

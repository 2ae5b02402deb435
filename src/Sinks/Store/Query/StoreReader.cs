using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Sinks.Store.Query;

/// <summary>Reads what both databases answer in the same columns: times as Unix numbers, nested values as JSON.</summary>
internal static class StoreReader
{
    /// <param name="sql">Gives stream_id, start, inferred, dropped, latency, drops, objects.</param>
    public static async Task<IReadOnlyList<Summary>> ReadAsync(DbConnection connection, string sql, SummaryQuery query, CancellationToken stop)
    {
        var parameters = new
        {
            query.Stream, From = query.FromSeconds, To = query.ToSeconds, Width = query.Bucket.Seconds(),
            AfterStart = query.After?.Start ?? -1, AfterStream = query.After?.StreamId ?? "", query.Limit,
        };
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, cancellationToken: stop));
        var summaries = new List<Summary>();
        while (await reader.ReadAsync(stop))
        {
            summaries.Add(new(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
                Json<SortedDictionary<string, long>>(reader, 5) ?? [], Json<SortedDictionary<string, LabelCounts>>(reader, 6) ?? [], Json<long[]>(reader, 4) ?? []));
        }

        return summaries;
    }

    /// <param name="sql">Gives id, time, kind, stream_id, session_id, body.</param>
    public static async Task<IReadOnlyList<StoredEvent>> ReadAsync(DbConnection connection, string sql, EventQuery query, CancellationToken stop)
    {
        var parameters = new
        {
            query.Stream, query.Kind, From = query.From.ToUnixTimeMilliseconds(), To = query.To.ToUnixTimeMilliseconds(),
            AfterTime = query.After?.UnixMilliseconds ?? -1, AfterId = query.After?.Id ?? "", query.Limit,
        };
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, cancellationToken: stop));
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(stop))
            events.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)));
        return events;
    }

    private static T? Json<T>(DbDataReader reader, int column)
        where T : class => reader.IsDBNull(column) ? null : JsonSerializer.Deserialize<T>(reader.GetString(column), JsonSerializerOptions.Web);
}

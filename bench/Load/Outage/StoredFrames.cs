using Npgsql;

namespace Load.Outage;

/// <summary>Frames with a result, as Postgres has counted them.</summary>
/// <param name="Summed">Over all minutes.</param>
internal sealed record StoredFrames(IReadOnlyDictionary<SessionKey, long> Sessions, long Summed)
{
    public static async Task<StoredFrames> Read(string connectionString, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(stop);
        var sessions = new Dictionary<SessionKey, long>();
        await using (var command = new NpgsqlCommand("SELECT stream_id, session_id, inferred FROM stream.sessions", connection))
        await using (var rows = await command.ExecuteReaderAsync(stop))
        {
            while (await rows.ReadAsync(stop))
                sessions[new(rows.GetString(0), rows.GetString(1))] = rows.GetInt64(2);
        }

        await using var sum = new NpgsqlCommand("SELECT coalesce(sum(inferred), 0)::bigint FROM stream.summaries", connection);
        return new(sessions, (long)(await sum.ExecuteScalarAsync(stop))!);
    }
}

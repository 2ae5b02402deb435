using Npgsql;
using Sinks.Store;
using Sinks.Store.Query;
using Sinks.Store.Tally;

namespace Sinks.Postgres;

/// <summary>Summaries and events in the schema "stream" of a Postgres database.</summary>
internal sealed class PostgresStore : IStore, IAsyncDisposable
{
    // A page takes milliseconds, one of hundreds of days a second; who asks for more shall not keep the database busy for ever.
    private const int ReadTimeoutSeconds = 30;

    private const string Summaries = """
        SELECT stream_id, extract(epoch FROM start)::bigint, inferred, dropped, array_to_json(latency)::text, drops::text, objects::text
        FROM stream.rollup(make_interval(secs => @Width), @Stream::text, to_timestamp(@From), to_timestamp(@To), to_timestamp(@AfterStart), @AfterStream, @Limit)
        """;

    private const string Events = """
        SELECT id, (extract(epoch FROM time) * 1000)::bigint, kind, stream_id, session_id, body::text
        FROM stream.events
        WHERE time >= to_timestamp(@From / 1000.0) AND time < to_timestamp(@To / 1000.0)
            AND (@Stream::text IS NULL OR stream_id = @Stream) AND (@Kind::text IS NULL OR kind = @Kind)
            AND (time, id) > (to_timestamp(@AfterTime / 1000.0), @AfterId)
        ORDER BY time, id LIMIT @Limit
        """;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresErrors _errors;
    private PostgresWriter? _writer;

    public PostgresStore(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "stream";
        // Whoever logs an exception or the data source's name never sees the password.
        settings.PersistSecurityInfo = false;
        settings.IncludeErrorDetail = false;
        settings.CommandTimeout = ReadTimeoutSeconds;
        _source = NpgsqlDataSource.Create(settings);
        _errors = new(settings);
    }

    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => _errors.Wrap(async () =>
    {
        await CloseWriter();
        _writer = await PostgresWriter.OpenAsync(_source, stop);
        return await _writer.OffsetAsync(logId, stop);
    });

    public Task WriteAsync(Guid logId, RecordTally tally, CancellationToken stop) => _errors.Wrap(async () =>
    {
        await (_writer ?? throw new StoreException("the store is not open")).WriteAsync(logId, tally, stop);
        return true;
    });

    public Task TrimAsync(DateOnly today, DateOnly oldest, CancellationToken stop) => _errors.Wrap(async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        await PostgresSchema.MigrateAsync(connection, stop);
        await PostgresSchema.TrimAsync(connection, today, oldest, stop);
        return true;
    });

    public Task<IReadOnlyList<Summary>> ReadAsync(SummaryQuery query, CancellationToken stop) => _errors.Wrap(async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        return await StoreReader.ReadAsync(connection, Summaries, query, stop);
    });

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop) => _errors.Wrap(async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        return await StoreReader.ReadAsync(connection, Events, query, stop);
    });

    public async ValueTask DisposeAsync()
    {
        await CloseWriter();
        await _source.DisposeAsync();
    }

    private async Task CloseWriter()
    {
        if (_writer is { } writer)
            await writer.DisposeAsync();
        _writer = null;
    }
}

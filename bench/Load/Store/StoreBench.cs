using System.Diagnostics;
using Npgsql;
using ResultLog.Read;
using Sinks.Postgres;
using Sinks.Sqlite;
using Sinks.Store;
using Sinks.Store.Tally;

namespace Load.Store;

/// <summary>Writes made-up results, window after window, into databases that start empty.</summary>
internal sealed class StoreBench(PostgresProcess postgres)
{
    private const int Results = 50_000;

    // As a pump that catches up fills a batch: 16 MB of results.
    private const int Batch = 8_000;

    public async Task<StoreReport> Run(int windows)
    {
        var machine = Machine.Read();
        var folder = Directory.CreateTempSubdirectory("stream-bench-store-");
        try
        {
            await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
            await using PostgresStore apart = new(await postgres.CreateDatabaseAsync()), live = new(await postgres.CreateDatabaseAsync());
            using var sqlite = new SqliteStore(Path.Combine(folder.FullName, "stream.db"));
            var (rowSink, liveSink, fileSink) = (await Open(apart), await Open(live), await Open(sqlite));
            var figures = new List<StoreWindow[]>();
            for (var i = 0; i <= windows; i++)
            {
                var first = (long)i * Results;
                figures.Add(
                [
                    await Copy(source),
                    await Write("Postgres, COPY and upsert, a row a result", rowSink, [StoreRecords.Apart(first, Results)]),
                    await Write("Postgres, results through the sink", liveSink, Batches(first)),
                    await Write("SQLite, results through the sink", fileSink, Batches(first)),
                ]);
            }

            // The first window is not counted: code is compiled in it.
            return new() { Machine = machine, Kinds = [.. Enumerable.Range(0, 4).Select(kind => StoreFigures.Of([.. figures.Skip(1).Select(window => window[kind])]))] };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<StoreSink> Open(IStore store)
    {
        var sink = new StoreSink(store, new());
        await sink.OpenAsync(Guid.NewGuid(), default);
        return sink;
    }

    private static RecordBatch[] Batches(long first) => [.. Enumerable.Range(0, Results / Batch).Select(batch => StoreRecords.Live(first + batch * Batch, Batch))];

    /// <summary>Into the staging table alone, as the server does it.</summary>
    private static async Task<StoreWindow> Copy(NpgsqlDataSource source)
    {
        var tally = RecordTally.Of(StoreRecords.Apart(0, Results).Records, null, TimeSpan.FromDays(90));
        await using var writer = await PostgresWriter.OpenAsync(source, default);
        return await Measure("Postgres, COPY of summary rows", Results, () => writer.StageAsync(tally, default));
    }

    private static Task<StoreWindow> Write(string kind, StoreSink sink, RecordBatch[] batches) => Measure(kind, batches.Sum(batch => batch.Count), async () =>
    {
        foreach (var batch in batches)
            await sink.WriteAsync(batch, default);
    });

    private static async Task<StoreWindow> Measure(string kind, int rows, Func<Task> work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await work();
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new(kind, rows / elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / rows, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)rows);
    }
}

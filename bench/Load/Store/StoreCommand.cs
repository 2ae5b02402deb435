using System.CommandLine;

namespace Load.Store;

/// <summary>`./stream bench store`: the stores alone, with a Postgres of its own.</summary>
internal static class StoreCommand
{
    private static readonly Option<int> Windows = new("--windows") { Description = "Windows of each kind, alternating.", HelpName = "N", DefaultValueFactory = _ => 7 };

    public static Command Create() => Bench.Create(
        "store", "Summaries into Postgres and SQLite: rows by COPY, by COPY and upsert, and results through the sink.",
        [Windows], Measure);

    private static async Task<StoreReport> Measure(ParseResult arguments, CancellationToken stop)
    {
        await using var postgres = await PostgresProcess.StartAsync();
        return await new StoreBench(postgres).Run(arguments.GetValue(Windows));
    }
}

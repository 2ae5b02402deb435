using System.CommandLine;
using Server;
using Server.Cli;
using Server.Store;

namespace Load.Store;

/// <summary>`./stream bench store`: the stores alone, with a Postgres of its own.</summary>
internal static class StoreCommand
{
    private static readonly Option<int> Windows = new("--windows") { Description = "Windows of each kind, alternating.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("store", "Summaries into Postgres and SQLite: rows by COPY, by COPY and upsert, and results through the sink.") { Windows, Json };
        command.SetAction((arguments, _) => Execute(arguments));
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            await using var postgres = await PostgresProcess.StartAsync();
            var report = await new StoreBench(postgres).Run(arguments.GetValue(Windows));
            report.Print();
            if (json is not null)
                report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or StoreException or IOException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

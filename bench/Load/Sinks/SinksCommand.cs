using System.CommandLine;
using Server;
using Server.Cli;

namespace Load.Sinks;

/// <summary>`./stream bench sinks`: results out of a log into Kafka and Redis.</summary>
internal static class SinksCommand
{
    private static readonly Option<int> Windows = new("--windows") { Description = "Windows of each kind, alternating.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Records = new("--records") { Description = "Results of a window.", HelpName = "N", DefaultValueFactory = _ => 50_000 };
    private static readonly Option<int> People = new("--people") { Description = "People in each result.", HelpName = "N", DefaultValueFactory = _ => 2 };
    private static readonly Option<string> Kind = new("--kind") { Description = "Only kinds whose name has TEXT in it.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("sinks", "Results out of a log into Kafka (librdkafka's mock cluster) and Redis, as protobuf and as JSON.") { Windows, Records, People, Kind, Json };
        command.SetAction((arguments, _) => Execute(arguments));
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            using var bench = new SinksBench(arguments.GetValue(Records), arguments.GetValue(People));
            var report = await bench.Run(arguments.GetValue(Windows), arguments.GetValue(Kind)!);
            report.Print();
            if (json is not null)
                report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or IOException or PeerMissingException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

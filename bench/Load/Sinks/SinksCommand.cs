using System.CommandLine;

namespace Load.Sinks;

/// <summary>`./stream bench sinks`: results out of a log into Kafka and Redis.</summary>
internal static class SinksCommand
{
    private static readonly Option<int> Windows = new("--windows") { Description = "Windows of each kind, alternating.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Records = new("--records") { Description = "Results of a window.", HelpName = "N", DefaultValueFactory = _ => 50_000 };
    private static readonly Option<int> People = new("--people") { Description = "People in each result.", HelpName = "N", DefaultValueFactory = _ => 2 };
    private static readonly Option<string> Kind = new("--kind") { Description = "Only kinds whose name has TEXT in it.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public static Command Create() => Bench.Create(
        "sinks", "Results out of a log into Kafka (librdkafka's mock cluster) and Redis, as protobuf and as JSON.",
        [Windows, Records, People, Kind], Measure);

    private static async Task<SinksReport> Measure(ParseResult arguments, CancellationToken stop)
    {
        using var bench = new SinksBench(arguments.GetValue(Records), arguments.GetValue(People));
        return await bench.Run(arguments.GetValue(Windows), arguments.GetValue(Kind)!);
    }
}

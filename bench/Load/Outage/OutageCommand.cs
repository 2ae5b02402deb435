using System.CommandLine;
using GrpcHosting;
using Load.Sinks;
using Server;
using Server.Cli;

namespace Load.Outage;

/// <summary>`./stream bench outage`: what outages of the sinks and kills of the server lose, double or slow down.</summary>
internal static class OutageCommand
{
    // What automake's tests say when they cannot run.
    private const int Skipped = 77;

    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Size = new("--size") { Description = "Input size in pixels; small, so that two cores infer 300 frames a second.", HelpName = "N", DefaultValueFactory = _ => 96 };
    private static readonly Option<double> Scale = new("--scale") { Description = "Length of the outages; 1 is a minute each, five in all.", HelpName = "X", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("outage", "Eight streams while Kafka, Redis and Postgres are away and the server is killed: nothing lost, nothing counted twice.") { Model, Size, Scale, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var report = await new OutageBench(arguments.GetValue(Model), arguments.GetValue(Size), arguments.GetValue(Scale)).Run(stop);
            OutageTable.Print(report);
            if (json is not null)
                report.Write(json);
            return report.Faults.Count == 0 ? 0 : throw new UserException($"{report.Faults.Count} checks failed: {report.Faults[0]}");
        }
        catch (PeerMissingException e)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return Skipped;
        }
        catch (Exception e) when (e is UserException or IOException or GrpcException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

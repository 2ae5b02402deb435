using System.CommandLine;
using System.Globalization;
using GrpcHosting;
using Server;
using Server.Cli;

namespace Load.Abuse;

/// <summary>`bench abuse`: rubbish, slow and vanishing clients; afterwards the server must be as it was.</summary>
internal static class AbuseCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Malformed = new("--malformed") { Description = "Requests, bodies and frames that make no sense.", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Slow = new("--slow") { Description = "Clients of each slow kind.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Cycles = new("--cycles") { Description = "Streams and subscriptions that are opened and closed.", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("abuse", "Malformed requests, slow and half-open clients, streams opened and closed; then the counts of before.") { Model, Malformed, Slow, Cycles, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var bench = new AbuseBench(arguments.GetValue(Model), arguments.GetValue(Malformed), arguments.GetValue(Slow), arguments.GetValue(Cycles));
            var report = await bench.Run(stop);
            Print(report);
            if (json is not null)
                report.Write(json);
            return report.IsAsBefore ? 0 : throw new UserException("the server is not as it was before");
        }
        catch (Exception e) when (e is UserException or IOException or GrpcException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }

    private static void Print(AbuseReport report) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {report.Malformed} malformed ({report.Answered} answered, {report.Closed} hung up on), {report.Slow} slow, {report.Cycles} opened and closed, in {report.Seconds:0} s
                       before      after
        handles    {report.Before.Handles,10} {report.After.Handles,10}
        streams    {report.Before.Streams,10} {report.After.Streams,10}
        viewers    {report.Before.Subscribers,10} {report.After.Subscribers,10}
        memory     {report.Before.ResidentKb / 1024,7} MB {report.After.ResidentKb / 1024,7} MB
        steady     its results {(report.SteadyResults > 0 ? "went on" : "STOPPED")}: {report.SteadyResults} meanwhile
        """));
}

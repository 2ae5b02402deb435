using System.CommandLine;
using System.Globalization;
using GrpcHosting;
using Inference.Model;
using Server;
using Server.Cli;

namespace Load.Latency;

/// <summary>`bench latency`: what a lightly loaded server adds to the model's own time.</summary>
internal static class LatencyCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Pairs of a window of live results and a window of bare runs.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window of live results.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("latency", "One 640x480 stream at 30 frames/s: from decoded frame to result at a gRPC client, against the model alone.") { Model, Rounds, Seconds, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var bench = new LatencyBench(arguments.GetValue(Model), TimeSpan.FromSeconds(arguments.GetValue(Seconds)));
            var report = await bench.Run(arguments.GetValue(Rounds), stop);
            Print(report);
            if (json is not null)
                report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or ModelLoadException or IOException or GrpcException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }

    private static void Print(LatencyReport report) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {report.Model} {report.InputSize}x{report.InputSize}, {report.Results} results of one stream, medians of {report.Rounds} alternating rounds
        batch of one   {report.BatchOneMs:0.00} ms    the model alone, on one thread, nothing else running
        p50            {report.P50Ms:0.00} ms    decoded frame to result at the client; goal {report.GoalP50Ms:0.00} ms
        p95            {report.P95Ms:0.00} ms
        p99            {report.P99Ms:0.00} ms    goal {report.GoalP99Ms:0.00} ms
        dropped        {report.Dropped} frames
        """));
}

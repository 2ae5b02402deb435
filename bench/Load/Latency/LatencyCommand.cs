using System.CommandLine;

namespace Load.Latency;

/// <summary>`bench latency`: what a lightly loaded server adds to the model's own time.</summary>
internal static class LatencyCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Pairs of a window of live results and a window of bare runs.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window of live results.", HelpName = "N", DefaultValueFactory = _ => 8 };

    public static Command Create() => Bench.Create(
        "latency", "One 640x480 stream at 30 frames/s: from decoded frame to result at a gRPC client, against the model alone.",
        [Model, Rounds, Seconds], Measure);

    private static Task<LatencyReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new LatencyBench(arguments.GetValue(Model), TimeSpan.FromSeconds(arguments.GetValue(Seconds))).Run(arguments.GetValue(Rounds), stop);
}

using System.CommandLine;

namespace Load.Outage;

/// <summary>`./stream bench outage`: what outages of the sinks and kills of the server lose, double or slow down.</summary>
internal static class OutageCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Size = new("--size") { Description = "Input size in pixels; small, so that two cores infer 300 frames a second.", HelpName = "N", DefaultValueFactory = _ => 96 };
    private static readonly Option<double> Scale = new("--scale") { Description = "Length of the outages; 1 is a minute each, five in all.", HelpName = "X", DefaultValueFactory = _ => 1 };

    public static Command Create() => Bench.Create(
        "outage", "Eight streams while Kafka, Redis and Postgres are away and the server is killed: nothing lost, nothing counted twice.",
        [Model, Size, Scale], Measure);

    private static Task<OutageReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new OutageBench(arguments.GetValue(Model), arguments.GetValue(Size), arguments.GetValue(Scale)).Run(stop);
}

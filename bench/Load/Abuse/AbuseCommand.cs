using System.CommandLine;

namespace Load.Abuse;

/// <summary>`bench abuse`: rubbish, slow and vanishing clients; afterwards the server must be as it was.</summary>
internal static class AbuseCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Malformed = new("--malformed") { Description = "Requests, bodies and frames that make no sense.", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Slow = new("--slow") { Description = "Clients of each slow kind.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Cycles = new("--cycles") { Description = "Streams and subscriptions that are opened and closed.", HelpName = "N", DefaultValueFactory = _ => 10_000 };

    public static Command Create() => Bench.Create(
        "abuse", "Malformed requests, slow and half-open clients, streams opened and closed; then the counts of before.",
        [Model, Malformed, Slow, Cycles], Measure);

    private static Task<AbuseReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new AbuseBench(arguments.GetValue(Model), arguments.GetValue(Malformed), arguments.GetValue(Slow), arguments.GetValue(Cycles)).Run(stop);
}

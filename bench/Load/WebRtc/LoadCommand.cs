using System.CommandLine;

namespace Load.WebRtc;

/// <summary>`./stream bench webrtc-load`: many publishers, no loss.</summary>
internal static class LoadCommand
{
    private static readonly Option<int> Publishers = new("--publishers") { Description = "Sessions, each of its own port.", HelpName = "N", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Kilobits = new("--kilobits") { Description = "Of each publisher, a second.", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window.", HelpName = "N", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Windows = new("--windows") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 5 };

    public static Command Create() => Bench.Create(
        "webrtc-load", "200 publishers of 1 Mbit/s at one endpoint over loopback: packets lost, processor time a packet.",
        [Publishers, Kilobits, Seconds, Windows], Measure);

    private static Task<LoadReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new LoadBench(arguments.GetValue(Publishers), arguments.GetValue(Kilobits), arguments.GetValue(Seconds)).Run(arguments.GetValue(Windows), stop);
}

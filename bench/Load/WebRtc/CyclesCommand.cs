using System.CommandLine;

namespace Load.WebRtc;

/// <summary>`./stream bench webrtc-cycles`: nothing is left of peers that are gone.</summary>
internal static class CyclesCommand
{
    private static readonly Option<int> Cycles = new("--cycles") { Description = "Peers that come and go.", HelpName = "N", DefaultValueFactory = _ => 1000 };

    public static Command Create() => Bench.Create(
        "webrtc-cycles", "1,000 peers come and go, a quarter over TCP: sessions, native handles, sockets and memory of before.",
        [Cycles], Measure);

    private static Task<CyclesReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new CyclesBench(arguments.GetValue(Cycles)).Run(stop);
}

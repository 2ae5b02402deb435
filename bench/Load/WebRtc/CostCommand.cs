using System.CommandLine;

namespace Load.WebRtc;

/// <summary>`./stream bench webrtc-cost`: from datagram to picture, against aiortc.</summary>
internal static class CostCommand
{
    private static readonly Option<int> Pairs = new("--pairs") { Description = "Neighbouring windows of the two, for each codec.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private static readonly Option<int> MaxBitrate = new("--max-bitrate") { Description = "Of the browser's encoder, bits a second.", HelpName = "N", DefaultValueFactory = _ => 500_000 };
    private static readonly Option<string[]> Codecs = new("--codec") { Description = "VP8, H264.", HelpName = "NAME", DefaultValueFactory = _ => ["VP8", "H264"], AllowMultipleArgumentsPerToken = true };

    public static Command Create() => Bench.Create(
        "webrtc-cost", "Processor time from datagram to picture, against aiortc on the same video of Chromium's.",
        [Pairs, Seconds, MaxBitrate, Codecs], Measure);

    private static Task<CostReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new CostBench(arguments.GetValue(MaxBitrate), TimeSpan.FromSeconds(arguments.GetValue(Seconds)))
            .Run(arguments.GetValue(Pairs), arguments.GetValue(Codecs)!, stop);
}

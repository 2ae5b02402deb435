using System.CommandLine;
using Load.Sinks;
using Server;
using Server.Cli;

namespace Load.WebRtc;

/// <summary>`./stream bench webrtc-cost`: from datagram to picture, against aiortc.</summary>
internal static class CostCommand
{
    private static readonly Option<int> Pairs = new("--pairs") { Description = "Neighbouring windows of the two, for each codec.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private static readonly Option<int> MaxBitrate = new("--max-bitrate") { Description = "Of the browser's encoder, bits a second.", HelpName = "N", DefaultValueFactory = _ => 500_000 };
    private static readonly Option<string[]> Codecs = new("--codec") { Description = "VP8, H264.", HelpName = "NAME", DefaultValueFactory = _ => ["VP8", "H264"], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("webrtc-cost", "Processor time from datagram to picture, against aiortc on the same video of Chromium's.") { Pairs, Seconds, MaxBitrate, Codecs, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var bench = new CostBench(arguments.GetValue(MaxBitrate), TimeSpan.FromSeconds(arguments.GetValue(Seconds)));
            var report = await bench.Run(arguments.GetValue(Pairs), arguments.GetValue(Codecs)!, stop);
            report.Print();
            if (json is not null) report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or IOException or PeerMissingException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

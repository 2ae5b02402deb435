using System.CommandLine;
using Load.Sinks;
using Server;
using Server.Cli;
using WebRtc;

namespace Load.WebRtc;

/// <summary>`./stream bench webrtc-cycles`: nothing is left of peers that are gone.</summary>
internal static class CyclesCommand
{
    private static readonly Option<int> Cycles = new("--cycles") { Description = "Peers that come and go.", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("webrtc-cycles", "1,000 peers come and go, a quarter over TCP: sessions, native handles, sockets and memory of before.") { Cycles, Json };
        command.SetAction(Execute);
        return command;
    }

    /// <returns>2: something is left.</returns>
    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var report = await new CyclesBench(arguments.GetValue(Cycles)).Run(stop);
            report.Print();
            if (json is not null) report.Write(json);
            return report.IsAsBefore ? 0 : 2;
        }
        catch (Exception e) when (e is UserException or IOException or PeerMissingException or WebRtcException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

using System.CommandLine;
using Load.Sinks;
using Server;
using Server.Cli;

namespace Load.WebRtc;

/// <summary>`./stream bench webrtc-load`: many publishers, no loss.</summary>
internal static class LoadCommand
{
    private static readonly Option<int> Publishers = new("--publishers") { Description = "Sessions, each of its own port.", HelpName = "N", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Kilobits = new("--kilobits") { Description = "Of each publisher, a second.", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window.", HelpName = "N", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Windows = new("--windows") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 5 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("webrtc-load", "200 publishers of 1 Mbit/s at one endpoint over loopback: packets lost, processor time a packet.") { Publishers, Kilobits, Seconds, Windows, Json };
        command.SetAction(Execute);
        return command;
    }

    /// <returns>2: packets were lost.</returns>
    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var bench = new LoadBench(arguments.GetValue(Publishers), arguments.GetValue(Kilobits), arguments.GetValue(Seconds));
            var report = await bench.Run(arguments.GetValue(Windows), stop);
            report.Print();
            if (json is not null) report.Write(json);
            return report.HasNoLoss ? 0 : 2;
        }
        catch (Exception e) when (e is UserException or IOException or PeerMissingException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

using System.CommandLine;
using Server;
using Server.Cli;

namespace Load.Log;

/// <summary>`./stream bench log`: the result log alone, without streams or sinks.</summary>
internal static class LogCommand
{
    private static readonly Option<int> Windows = new("--windows") { Description = "Windows of each kind, alternating.", HelpName = "N", DefaultValueFactory = _ => 9 };
    private static readonly Option<int> Megabytes = new("--mb") { Description = "Payload of a window, in MB.", HelpName = "N", DefaultValueFactory = _ => 128 };
    private static readonly Option<int> Lanes = new("--lanes") { Description = "Threads of the windows in which several append.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private static readonly Option<string?> Folder = new("--folder") { Description = "Where the log is written. Default: the folder for temporary files.", HelpName = "DIR" };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("log", "The result log: append by one and by several threads, replay by a reader and through a pump.") { Windows, Megabytes, Lanes, Folder, Json };
        command.SetAction((arguments, _) => Execute(arguments));
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var bench = new LogBench(arguments.GetValue(Folder) ?? Path.GetTempPath(), arguments.GetValue(Megabytes) * 1_000_000L, arguments.GetValue(Lanes));
            var report = await bench.Run(arguments.GetValue(Windows));
            report.Print();
            if (json is not null)
                report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or IOException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}

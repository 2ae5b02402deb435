using System.CommandLine;

namespace Load.Log;

/// <summary>`./stream bench log`: the result log alone, without streams or sinks.</summary>
internal static class LogCommand
{
    private static readonly Option<int> Windows = new("--windows") { Description = "Windows of each kind, alternating.", HelpName = "N", DefaultValueFactory = _ => 9 };
    private static readonly Option<int> Megabytes = new("--mb") { Description = "Payload of a window, in MB.", HelpName = "N", DefaultValueFactory = _ => 128 };
    private static readonly Option<int> Lanes = new("--lanes") { Description = "Threads of the windows in which several append.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private static readonly Option<string?> Folder = new("--folder") { Description = "Where the log is written. Default: the folder for temporary files.", HelpName = "DIR" };

    public static Command Create() => Bench.Create(
        "log", "The result log: append by one and by several threads, replay by a reader and through a pump.",
        [Windows, Megabytes, Lanes, Folder], Measure);

    private static Task<LogReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new LogBench(arguments.GetValue(Folder) ?? Path.GetTempPath(), arguments.GetValue(Megabytes) * 1_000_000L, arguments.GetValue(Lanes))
            .Run(arguments.GetValue(Windows));
}

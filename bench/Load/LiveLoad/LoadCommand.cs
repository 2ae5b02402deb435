using System.CommandLine;

namespace Load.LiveLoad;

/// <summary>`./stream bench load`: many live streams on one engine, slow viewers and sources that flap.</summary>
internal static class LoadCommand
{
    private static readonly Option<int> Streams = new("--streams") { Description = "Live streams of 640x480 at 30 frames/s.", HelpName = "N", DefaultValueFactory = _ => 16 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of the main part; four others take a third of it each.", HelpName = "N", DefaultValueFactory = _ => 60 };
    private static readonly Option<LoadKind> Kind = new("--kind") { Description = "Where the videos come from.", DefaultValueFactory = _ => LoadKind.File };
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<string?> File = new("--file") { Description = "Video to loop, of --kind File. Default: a clip of the test source.", HelpName = "FILE" };
    private static readonly Option<int> Flapping = new("--flapping") { Description = "Sources that come and go in one part.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> BFrames = new("--b-frames") { Description = "B-frames in sequence of the clip.", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<string[]> Set = new("--set") { Description = "An option of the server, as `stream serve` takes it.", HelpName = "KEY=VALUE" };

    public static Command Create() => Bench.Create(
        "load", "Many live streams: age of results, fairness, drops, memory, exact accounts; stuck readers and flapping sources.",
        [Streams, Seconds, Kind, Model, File, Flapping, BFrames, Set], Measure);

    private static Task<LoadReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new LoadBench(new LoadOptions(
            arguments.GetValue(Streams), arguments.GetValue(Seconds), arguments.GetValue(Kind), arguments.GetValue(Model), arguments.GetValue(File),
            arguments.GetValue(Flapping), arguments.GetValue(BFrames), arguments.GetValue(Set) ?? [])).Run(stop);
}

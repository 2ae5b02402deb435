using System.CommandLine;
using Inference;
using Streaming;
using Streaming.Models;
using Streaming.Sources;

namespace Load;

/// <summary>`bench soak`: memory, handles and accounts over many frames.</summary>
internal static class SoakCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the first installed.", HelpName = "M" };
    private static readonly Option<string?> Clip = new("--file") { Description = "Video to loop. Default: a clip of the shared data.", HelpName = "FILE" };
    private static readonly Option<long> Frames = new("--frames") { Description = "Stop after N frames.", HelpName = "N", DefaultValueFactory = _ => 30_000 };
    private static readonly Option<int> Size = new("--size") { Description = "Input size in pixels; small, so that the frames pass in minutes.", HelpName = "N", DefaultValueFactory = _ => 160 };
    private static readonly Option<int> Every = new("--every") { Description = "Milliseconds from one sample to the next.", HelpName = "MS", DefaultValueFactory = _ => 1000 };

    public static Command Create() => Bench.Create(
        "soak", "A looped file as fast as it goes, sampled: memory, handles, accounts.",
        [Model, Clip, Frames, Size, Every], Measure);

    private static async Task<SoakReport> Measure(ParseResult arguments, CancellationToken stop)
    {
        var clip = Path.GetFullPath(arguments.GetValue(Clip) ?? BenchClips.SharedMedia("vtest.mp4"));
        if (!File.Exists(clip))
            throw new UserException($"{clip}: no such file");
        return await new SoakBench(
            new ModelOptions { DefaultModel = arguments.GetValue(Model) },
            new InferenceOptions { InputSize = arguments.GetValue(Size) },
            new IngestOptions { FileRoots = [Path.GetDirectoryName(clip)!] },
            TimeSpan.FromMilliseconds(arguments.GetValue(Every))).Run(clip, arguments.GetValue(Frames), stop);
    }
}

using System.CommandLine;
using Streaming.Models;
using Streaming.Sources;

namespace Load.Flapping;

/// <summary>`bench flapping`: cameras that come and go, by the thousand.</summary>
internal static class FlappingCommand
{
    // A camera that is lost every 10 s is lost so often in two hours.
    private const int TwoHours = 720;

    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the first installed.", HelpName = "M" };
    private static readonly Option<int> Sources = new("--sources") { Description = "Cameras that come and go.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> Scale = new("--scale") { Description = "1 is as many losses as two hours have of a camera that is lost every 10 s: 720 for each.", HelpName = "X", DefaultValueFactory = _ => 1 };

    public static Command Create() => Bench.Create(
        "flapping", "Cameras that are lost again and again: memory, handles, threads, native objects.",
        [Model, Sources, Scale], Measure);

    private static async Task<FlappingReport> Measure(ParseResult arguments, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("stream-flapping-");
        try
        {
            var media = new FlappingMedia();
            var clip = Path.Combine(folder.FullName, "steady.ts");
            await File.WriteAllBytesAsync(clip, media.Transport, stop);
            // Pauses as short as may be: what counts is how often, not how long.
            var ingest = new IngestOptions { FileRoots = [folder.FullName], ReconnectMinMilliseconds = 10, ReconnectMaxMilliseconds = 20, MaxStreams = 10_000 };
            var sources = arguments.GetValue(Sources);
            return await new FlappingBench(new ModelOptions { DefaultModel = arguments.GetValue(Model) }, ingest, sources, (int)(sources * TwoHours * arguments.GetValue(Scale))).Run(media, clip, stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

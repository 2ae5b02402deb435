using System.CommandLine;
using Inference;
using Streaming.Models;

namespace Load;

/// <summary>`./stream bench engine`: the pipeline against the bare model run.</summary>
internal static class EngineCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "Model name, or path of an .onnx file.", DefaultValueFactory = _ => "yolov8n", HelpName = "M" };
    private static readonly Option<string[]> Files = new("--file") { Description = "Video to decode, looped; may be repeated. Default: vtest.mp4 and a 1080p H.264 clip, both from shared data.", HelpName = "FILE" };
    private static readonly Option<int> Windows = Count("--windows", "Windows of each kind, alternating.", 7, 1);
    private static readonly Option<int> Frames = Count("--frames", "Frames in a window; rounded up to whole batches on all lanes.", 96, 1);
    private static readonly Option<int> Lanes = Count("--lanes", "Batches side by side; 0 = one a core.", 0, 0);
    private static readonly Option<int> Threads = Count("--threads", "Threads inside one run.", 1, 1);
    private static readonly Option<int> Batch = Count("--batch", "Most frames in one run; 0 = the engine's default.", 0, 0);
    private static readonly Option<int> Size = Count("--size", "Input size in pixels; 0 = the model's own.", 0, 0);
    private static readonly Option<InferenceDevice> Device = new("--device") { Description = "Where the model runs.", DefaultValueFactory = _ => InferenceDevice.Auto };

    public static Command Create() => Bench.Create(
        "engine", "Pipeline against the bare model run: frames/s of a file, decode included.",
        [Model, Files, Windows, Frames, Lanes, Threads, Batch, Size, Device], Measure);

    private static Task<EngineReport> Measure(ParseResult arguments, CancellationToken stop)
    {
        using var clips = BenchClips.Find(arguments.GetValue(Files) ?? []);
        var model = ModelCatalogue.Find(arguments.GetValue(Model));
        using var bench = new EngineBench(model, new InferenceOptions
        {
            Device = arguments.GetValue(Device),
            Lanes = arguments.GetValue(Lanes),
            ThreadsPerLane = arguments.GetValue(Threads),
            MaxBatchSize = arguments.GetValue(Batch),
            InputSize = arguments.GetValue(Size),
        });
        var frames = bench.WholeRuns(arguments.GetValue(Frames));
        return Task.FromResult(new EngineReport
        {
            Machine = Machine.Read(),
            Model = Path.GetFileNameWithoutExtension(model),
            Setup = bench.Setup,
            FramesPerWindow = frames,
            Clips = [.. clips.Paths.Select(clip => bench.Measure(clip, arguments.GetValue(Windows), frames))],
        });
    }

    private static Option<int> Count(string name, string description, int value, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < least)
                result.AddError($"{name} must be at least {least}.");
        });
        return option;
    }
}

using System.CommandLine;
using Streaming.Models;

namespace Load.Accuracy;

/// <summary>`./stream bench accuracy`: how well a model finds people and their joints.</summary>
internal static class AccuracyCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Model name, or path of an .onnx file. Default: the server's default model.", HelpName = "M" };
    private static readonly Option<string> Teacher = new("--teacher") { Description = "Model whose people, at its own input size, are the labels of the test photographs.", DefaultValueFactory = _ => "yolov8n-pose", HelpName = "M" };
    private static readonly Option<int> Size = new("--size") { Description = "Input size in pixels; 0 = the model's own.", HelpName = "N" };
    private static readonly Option<int> Scenes = new("--scenes") { Description = "Scenes of each of the test source's four views, of two frames each.", DefaultValueFactory = _ => 25, HelpName = "N" };

    public static Command Create() => Bench.Create(
        "accuracy", "AP50 of boxes and keypoints: the test source against truth; with shared data, photographs and clips against the teacher.",
        [Model, Teacher, Size, Scenes], Measure);

    private static async Task<AccuracyReport> Measure(ParseResult arguments, CancellationToken stop)
    {
        var path = ModelCatalogue.Find(arguments.GetValue(Model));
        using var model = new PersonFinder(path, arguments.GetValue(Size));
        var bench = new AccuracyBench(model);
        var sets = new List<AccuracyFigures>
        {
            await bench.Measure("test source", "exact", ScenePictures.Of(arguments.GetValue(Scenes)).ToAsyncEnumerable()),
        };
        if (SharedFolder() is { } shared)
        {
            var teacher = arguments.GetValue(Teacher)!;
            var pictures = new SharedPictures(shared);
            using (var labeller = new PersonFinder(ModelCatalogue.Find(teacher), 0))
                sets.Add(await bench.Measure("photographs", teacher, pictures.Photographs(labeller)));
            sets.Add(await bench.Measure("marked photographs", "people", pictures.Marked().ToAsyncEnumerable()));
            sets.Add(await bench.Measure("clips", "yolov8n and yolov8n-pose, recorded", pictures.Clips().ToAsyncEnumerable()));
        }

        return new AccuracyReport { Machine = Machine.Read(), Model = path, InputSize = model.InputSize, Sets = sets };
    }

    private static string? SharedFolder()
    {
        var shared = Path.GetFullPath(Environment.GetEnvironmentVariable("STREAM_SHARED") ?? Path.Combine(Checkout.Root, "..", "shared"));
        return Directory.Exists(Path.Combine(shared, "training", "test")) ? shared : null;
    }
}

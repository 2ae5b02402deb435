using System.CommandLine;
using Inference;
using Inference.Model;
using Inference.Postprocess;
using Streaming.Streams;

namespace Cli.Run;

/// <summary>`./stream run INPUT`: detections and poses of a video or picture, offline.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> Input = new("INPUT") { Description = "A video, a picture, or a URL." };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Model name, or path of an .onnx file. Default: the first installed of person-pose, yolov8n-pose, yolov8n.",
        HelpName = "M",
    };

    private static readonly Option<string?> Json = new("--json") { Description = "Write results to FILE, one JSON object a line; - is standard output.", HelpName = "FILE" };
    private static readonly Option<string?> Video = new("--video") { Description = "Write every frame with what was found drawn on it: .mp4, .mov, .mkv or .webm.", HelpName = "FILE" };
    private static readonly Option<float> Confidence = OptionOf.Number<float>("--conf", StreamOption.Of("conf"));
    private static readonly Option<float> Iou = OptionOf.Number<float>("--iou", StreamOption.Of("iou"));
    private static readonly Option<int> MaxDetections = OptionOf.Number<int>("--max-det", StreamOption.Of("maxDet"));
    private static readonly Option<int> Every = OptionOf.Number("--every", "Infer every N-th frame only.", 1, 1, int.MaxValue);
    private static readonly Option<long> Frames = OptionOf.Number("--frames", "Stop after N decoded frames; 0 = all.", 0L, 0, long.MaxValue);
    private static readonly Option<InferenceDevice> Device = OptionOf.Choice("--device", "Where the model runs.", InferenceDevice.Auto);
    private static readonly Option<LetterboxShape> Letterbox = OptionOf.Choice("--letterbox", "Square as the reference, or rect: the least padding, and faster.", LetterboxShape.Square);
    private static readonly Option<int> Size = OptionOf.Number("--size", "Input size in pixels for models of dynamic size; 0 = the model's own.", 0, 0, 4096);

    public static Command Create()
    {
        var command = new Command("run", "Detections and poses of a video or picture, offline.")
        {
            Input, Model, Json, Video, Confidence, Iou, MaxDetections, Every, Frames, Device, Letterbox, Size,
        };
        command.SetAction((arguments, stop) => Execute(Read(arguments), stop));
        return command;
    }

    private static RunOptions Read(ParseResult arguments) => new()
    {
        Input = arguments.GetValue(Input)!,
        Model = arguments.GetValue(Model),
        Json = arguments.GetValue(Json),
        Video = arguments.GetValue(Video),
        Every = arguments.GetValue(Every),
        Frames = arguments.GetValue(Frames),
        Thresholds = new Thresholds
        {
            Confidence = arguments.GetValue(Confidence),
            Iou = arguments.GetValue(Iou),
            MaxDetections = arguments.GetValue(MaxDetections),
        },
        Inference = new InferenceOptions
        {
            Device = arguments.GetValue(Device),
            Letterbox = arguments.GetValue(Letterbox),
            InputSize = arguments.GetValue(Size),
        },
    };

    private static Task<int> Execute(RunOptions options, CancellationToken stop) =>
        // Decoding blocks, so it has a thread of its own.
        Task.Factory.StartNew(() => OfflineRun.Execute(options, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

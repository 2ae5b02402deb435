using System.CommandLine;
using Inference;
using Streaming.Streams;

namespace Cli.Run;

/// <summary>`./stream run INPUT`: detections and poses of a video or picture, offline.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Inputs = new("INPUT") { Description = "A video, a picture, a URL, a folder of them, or a pattern such as 'clips/**/*.mp4'; several are run one after another.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Model name, or path of an .onnx file. Default: the first installed of person-pose, yolov8n-pose, yolov8n.",
        HelpName = "M",
    };

    private static readonly Option<string?> Json = new("--json") { Description = "Write results to FILE, one JSON object a line; - is standard output, and the summary goes to standard error then.", HelpName = "FILE" };
    private static readonly Option<string?> Video = new("--video") { Description = "Write every inferred frame with what was found drawn on it, at its own time: .mp4, .mov, .mkv or .webm; of several inputs, a folder of .mp4.", HelpName = "FILE" };
    private static readonly Option<string?> Image = new("--image") { Description = "Write every inferred frame as a JPEG picture with what was found drawn on it; the folder is made where it is missing.", HelpName = "DIR" };
    private static readonly Option<string?> Csv = new("--csv") { Description = "Write a table with a row for each object; - is standard output.", HelpName = "FILE" };
    private static readonly Option<string?> Coco = new("--coco") { Description = "Write objects as COCO's evaluation takes results; - is standard output.", HelpName = "FILE" };
    private static readonly Option<float> Confidence = OptionOf.Number<float>("--conf", StreamOption.Of("conf"));
    private static readonly Option<float> Iou = OptionOf.Number<float>("--iou", StreamOption.Of("iou"));
    private static readonly Option<int> MaxDetections = OptionOf.Number<int>("--max-det", StreamOption.Of("maxDet"));
    private static readonly Option<string[]> Classes = new("--classes") { Description = StreamOption.Of("classes").Description, HelpName = "LABEL,…", DefaultValueFactory = _ => [] };
    private static readonly Option<int> Every = OptionOf.Number("--every", "Infer every N-th frame only; the others are in no result and in no video.", 1, 1, int.MaxValue);
    private static readonly Option<long> Frames = OptionOf.Number("--frames", "Stop after N decoded frames of an input; 0 = all.", 0L, 0, long.MaxValue);
    private static readonly Option<InferenceDevice> Device = OptionOf.Choice("--device", "Where the model runs.", InferenceDevice.Auto);
    private static readonly Option<LetterboxShape> Letterbox = OptionOf.Choice("--letterbox", "Square as the reference, or rect: the least padding, and faster.", LetterboxShape.Square);
    private static readonly Option<string?> Size = new("--size") { Description = "Input size of the model in pixels, a side or WIDTHxHEIGHT, multiples of 32: less is faster and misses small things. A model of fixed size takes only its own. Default: the model's own. Streams of a server have it as their option size.", HelpName = "SIZE" };

    public static Command Create()
    {
        var command = new Command("run", "Detections and poses of videos and pictures, offline.")
        {
            Inputs, Model, Json, Csv, Coco, Video, Image, Confidence, Iou, MaxDetections, Classes, Every, Frames, Device, Letterbox, Size,
        };
        // Any number of inputs would take a misspelt option for one of them.
        Inputs.Validators.Add(inputs =>
        {
            foreach (var word in inputs.Tokens.Select(token => token.Value).Where(word => word.StartsWith('-') && !File.Exists(word)))
                inputs.AddError(CommandLine.UnknownOption(word, command, "./stream run"));
        });
        command.SetAction((arguments, stop) => Execute(Read(arguments), stop));
        return command;
    }

    private static RunOptions Read(ParseResult arguments) => new()
    {
        Inputs = arguments.GetValue(Inputs)!,
        Model = arguments.GetValue(Model),
        Json = arguments.GetValue(Json),
        Csv = arguments.GetValue(Csv),
        Coco = arguments.GetValue(Coco),
        Video = arguments.GetValue(Video),
        Image = arguments.GetValue(Image),
        Every = arguments.GetValue(Every),
        Frames = arguments.GetValue(Frames),
        Stream = new StreamOptions
        {
            Conf = arguments.GetValue(Confidence),
            Iou = arguments.GetValue(Iou),
            MaxDet = arguments.GetValue(MaxDetections),
            Classes = [.. arguments.GetValue(Classes)!.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Size = arguments.GetValue(Size),
        },
        Inference = new InferenceOptions
        {
            Device = arguments.GetValue(Device),
            Letterbox = arguments.GetValue(Letterbox),
        },
    };

    private static Task<int> Execute(RunOptions options, CancellationToken stop) =>
        // Decoding blocks, so it has a thread of its own.
        Task.Factory.StartNew(() => RunSession.Execute(options, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

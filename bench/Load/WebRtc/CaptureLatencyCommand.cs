using System.CommandLine;

namespace Load.WebRtc;

/// <summary>`bench webrtc-latency`: how old a picture is when its result can be used.</summary>
internal static class CaptureLatencyCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Windows with the camera, each a new browser.", HelpName = "N", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window, after 8 s of warming up.", HelpName = "N", DefaultValueFactory = _ => 20 };

    public static Command Create() => Bench.Create(
        "webrtc-latency", "A browser's camera by WHIP, 640x480 at 30 frames/s: from capture to result at a WebSocket client.",
        [Model, Rounds, Seconds], Measure);

    private static Task<CaptureLatencyReport> Measure(ParseResult arguments, CancellationToken stop) =>
        new CaptureLatencyBench(arguments.GetValue(Model), TimeSpan.FromSeconds(arguments.GetValue(Seconds))).Run(arguments.GetValue(Rounds), stop);
}

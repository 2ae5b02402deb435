using System.CommandLine;
using System.Globalization;
using Load.Sinks;
using Server;
using Server.Cli;

namespace Load.WebRtc;

/// <summary>`bench webrtc-latency`: how old a picture is when its result can be used.</summary>
internal static class CaptureLatencyCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the server's default.", HelpName = "M" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Windows with the camera, each a new browser.", HelpName = "N", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Length of a window, after 8 s of warming up.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("webrtc-latency", "A browser's camera by WHIP, 640x480 at 30 frames/s: from capture to result at a WebSocket client.") { Model, Rounds, Seconds, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var bench = new CaptureLatencyBench(arguments.GetValue(Model), TimeSpan.FromSeconds(arguments.GetValue(Seconds)));
            var report = await bench.Run(arguments.GetValue(Rounds), stop);
            Print(report);
            if (json is not null) report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or PeerMissingException or IOException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }

    private static void Print(CaptureLatencyReport report) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {report.Results} results of a browser's camera, medians of {report.Rounds} windows; load average before it {report.Machine.LoadAverage:0.0}
        p50       {report.P50Ms:0.0} ms    capture to result at the client; goal {report.GoalP50Ms:0} ms
        p95       {report.P95Ms:0.0} ms    goal {report.GoalP95Ms:0} ms
        p99       {report.P99Ms:0.0} ms
        of which  {report.DecodeMs:0.0} ms decode, {report.QueueMs:0.0} ms queue, {report.InferMs:0.0} ms inference
        dropped   {report.Dropped} frames
        bitrate   1 Mbit/s {report.MegabitSeconds:0.0} s after the offer, in {report.MegabitRounds} of {report.Rounds} windows; goal 10 s
        check     {report.ClockPictures} pictures of a clock: captured {report.ClockBiasMs:0.0} ms after drawn, by the browser's word; drawn to result p50 {report.ClockP50Ms:0.0} ms, p95 {report.ClockP95Ms:0.0} ms
        """));
}

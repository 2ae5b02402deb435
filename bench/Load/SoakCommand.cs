using System.CommandLine;
using System.Globalization;
using FFmpeg;
using Inference;
using Inference.Model;
using Server;
using Server.Cli;
using Server.Configuration;
using Server.Delivery;
using Server.Ingest;

namespace Load;

/// <summary>`bench soak`: memory, handles and accounts over many frames.</summary>
internal static class SoakCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the first installed.", HelpName = "M" };
    private static readonly Option<string?> Clip = new("--file") { Description = "Video to loop. Default: a clip of the shared data.", HelpName = "FILE" };
    private static readonly Option<long> Frames = new("--frames") { Description = "Stop after N frames.", HelpName = "N", DefaultValueFactory = _ => 30_000 };
    private static readonly Option<int> Size = new("--size") { Description = "Input size in pixels; small, so that the frames pass in minutes.", HelpName = "N", DefaultValueFactory = _ => 160 };
    private static readonly Option<int> Every = new("--every") { Description = "Milliseconds from one sample to the next.", HelpName = "MS", DefaultValueFactory = _ => 1000 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures and all samples to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("soak", "A looped file as fast as it goes, sampled: memory, handles, accounts.") { Model, Clip, Frames, Size, Every, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var clip = Path.GetFullPath(arguments.GetValue(Clip) ?? BenchClips.SharedMedia("vtest.mp4"));
            if (!File.Exists(clip))
                throw new UserException($"{clip}: no such file");
            var configuration = new ServerConfiguration(
                new ServerOptions { DefaultModel = arguments.GetValue(Model) },
                new IngestOptions { FileRoots = [Path.GetDirectoryName(clip)!] },
                new InferenceOptions { InputSize = arguments.GetValue(Size) },
                new DeliveryOptions());
            var report = await new SoakBench(configuration, TimeSpan.FromMilliseconds(arguments.GetValue(Every))).Run(clip, arguments.GetValue(Frames), stop);
            Print(report);
            if (json is not null)
                report.Write(json);
            return 0;
        }
        catch (Exception e) when (e is UserException or MediaException or ModelLoadException or IOException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }

    private static void Print(SoakReport report) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {report.Model} {report.InputSize}x{report.InputSize}, {report.Clip}, {report.Frames} frames in {report.Seconds:0} s ({report.FramesPerSecond:0} frames/s)
        resident memory   {report.SecondThirdKb / 1024.0:0.0} MB in the second third, {report.LastThirdKb / 1024.0:0.0} MB in the last: ratio {report.MemoryRatio:0.000} (goal: at most 1.05)
        open handles      {report.SecondThirdHandles} in the second third, {report.LastThirdHandles} in the last (goal: the same); {report.FewestHandles} to {report.MostHandles} in single samples
        accounts          {(report.ExactAccounting ? "exact in every sample" : "NOT EXACT")}: {report.Received} received, {report.Inferred} inferred, {report.Dropped} dropped; {report.ResultsRead} results read, {report.ResultsLost} lost
        """));
}

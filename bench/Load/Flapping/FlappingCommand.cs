using System.CommandLine;
using System.Globalization;
using Inference;
using Inference.Model;
using Server;
using Server.Cli;
using Server.Configuration;
using Server.Delivery;
using Server.Ingest;

namespace Load.Flapping;

/// <summary>`bench flapping`: cameras that come and go, by the thousand.</summary>
internal static class FlappingCommand
{
    // A camera that is lost every 10 s is lost so often in two hours.
    private const int TwoHours = 720;

    private static readonly Option<string?> Model = new("--model") { Description = "Name of a model, or an .onnx file. Default: the first installed.", HelpName = "M" };
    private static readonly Option<int> Sources = new("--sources") { Description = "Cameras that come and go.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> Scale = new("--scale") { Description = "1 is as many losses as two hours have of a camera that is lost every 10 s: 720 for each.", HelpName = "X", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the figures and all samples to FILE.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("flapping", "Cameras that are lost again and again: memory, handles, threads, native objects.") { Model, Sources, Scale, Json };
        command.SetAction(Execute);
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("stream-flapping-");
        try
        {
            using var json = arguments.GetValue(Json) is { } path ? OutputFile.Create(path) : null;
            var media = new FlappingMedia();
            var clip = Path.Combine(folder.FullName, "steady.ts");
            await File.WriteAllBytesAsync(clip, media.Transport, stop);
            var configuration = new ServerConfiguration(
                new ServerOptions { DefaultModel = arguments.GetValue(Model) },
                // Pauses as short as may be: what counts is how often, not how long.
                new IngestOptions { FileRoots = [folder.FullName], ReconnectMinMilliseconds = 10, ReconnectMaxMilliseconds = 20, MaxStreams = 10_000 },
                new InferenceOptions(),
                new DeliveryOptions());
            var sources = arguments.GetValue(Sources);
            var report = await new FlappingBench(configuration, sources, (int)(sources * TwoHours * arguments.GetValue(Scale))).Run(media, clip, stop);
            Print(report);
            if (json is not null)
                report.Write(json);
            return report.Leaks ? throw new UserException("something grows, or was disturbed") : 0;
        }
        catch (Exception e) when (e is UserException or ModelLoadException or IOException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(FlappingReport report) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {report.Sources} cameras, {report.Connects} connects and losses, {report.Renewed} streams made anew, in {report.Seconds:0} s: what {report.Connects / (double)report.Sources / 360:0.0} h are where each is lost every 10 s
                           second third    last third
        resident memory    {report.ResidentKb.Second / 1024,9:0.0} MB  {report.ResidentKb.Last / 1024,9:0.0} MB   ratio {report.MemoryRatio:0.000} (goal: at most 1.05)
        handles            {report.Handles.Second,12:0} {report.Handles.Last,13:0}
        threads            {report.Threads.Second,12:0} {report.Threads.Last,13:0}
        native objects     {report.NativeObjects.Second,12:0} {report.NativeObjects.Last,13:0}   {report.NativeObjectsBefore} before all, {report.NativeObjectsAfter} after
        accounts           {(report.ExactAccounting ? "exact in every sample" : "NOT EXACT")}
        the stream beside  {report.SteadyResults} results of {report.SteadyFrames} frames, lost {report.SteadyReconnects} times
        """));
}

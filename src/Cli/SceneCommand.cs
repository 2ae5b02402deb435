using System.CommandLine;
using Scene;

namespace Cli;

/// <summary>`./stream scene export DIR`: rendered pictures of people with exact COCO labels.</summary>
internal static class SceneCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "Folder for images/ and annotations.json; made where it is missing." };
    private static readonly Option<int> Frames = new("--frames") { Description = "Pictures to write.", HelpName = "N", Required = true };
    private static readonly Option<string> Source = new("--source") { Description = "First seed, size, view, and the most people in a picture.", HelpName = "URL", DefaultValueFactory = _ => "test://people?count=6&seed=1&size=640x480" };

    public static Command Create()
    {
        var export = new Command("export", "Write pictures of many scenes and their COCO keypoint labels.") { Folder, Frames, Source };
        export.SetAction((arguments, stop) => Task.Factory.StartNew(
            () => Export(arguments.GetValue(Folder)!, arguments.GetValue(Frames), arguments.GetValue(Source)!, stop),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return new Command("scene", "The built-in test source.") { export };
    }

    private static int Export(string folder, int frames, string source, CancellationToken stop)
    {
        try
        {
            using var progress = new ProgressLine(Console.Error, !Console.IsErrorRedirected, frames, TimeProvider.System);
            SceneExport.Write(folder, SceneOptions.Parse(source), frames, new Reporter(progress), stop);
            Console.WriteLine($"{frames} pictures and their labels are in {Path.GetFullPath(folder)}");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"stream: interrupted; {folder} holds pictures without labels");
            return 130;
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"stream: {e.Message}");
            return 1;
        }
    }

    // Progress<T> would report on pool threads, in any order.
    private sealed class Reporter(ProgressLine line) : IProgress<int>
    {
        public void Report(int value) => line.Report(value);
    }
}

using System.Diagnostics;
using Streaming;

namespace Load;

/// <summary>The videos to measure: those named, else two from shared data, of which one is scaled up to 1080p in a temporary folder.</summary>
internal sealed class BenchClips : IDisposable
{
    // Five seconds, whose encoding costs about as long: I, P and B frames in libx264's usual mix.
    private const int FramesAt1080p = 150;

    private DirectoryInfo? _made;

    public IReadOnlyList<string> Paths { get; private set; } = [];

    /// <exception cref="UserException">A file is missing, or the 1080p clip could not be made.</exception>
    public static BenchClips Find(IReadOnlyList<string> named)
    {
        if (named.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            throw new UserException($"{missing}: no such file");
        var clips = new BenchClips { Paths = named };
        if (named.Count > 0)
            return clips;
        try
        {
            clips.Paths = [SharedMedia("vtest.mp4"), clips.ScaleUp(SharedMedia("people-walking.mp4"))];
            return clips;
        }
        catch
        {
            clips.Dispose();
            throw;
        }
    }

    public void Dispose() => _made?.Delete(recursive: true);

    internal static string SharedMedia(string name)
    {
        var shared = Environment.GetEnvironmentVariable("STREAM_SHARED") ?? Path.Combine(Checkout.Root, "..", "shared");
        var path = Path.GetFullPath(Path.Combine(shared, "data", "media", name));
        return File.Exists(path) ? path : throw new UserException($"{path} is not there; name a video with --file");
    }

    private string ScaleUp(string clip)
    {
        Console.Error.WriteLine($"Making a 1080p clip of {Path.GetFileName(clip)} ...");
        _made = Directory.CreateTempSubdirectory("stream-bench-");
        var path = Path.Combine(_made.FullName, Path.GetFileNameWithoutExtension(clip) + "-1080p.mp4");
        string[] arguments = ["-nostdin", "-v", "error", "-i", clip, "-vf", "scale=1920:1080", "-c:v", "libx264", "-frames:v", $"{FramesAt1080p}", "-an", path];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments))!;
        ffmpeg.WaitForExit();
        return ffmpeg.ExitCode == 0 ? path : throw new UserException($"ffmpeg could not make a 1080p clip of {clip}");
    }
}

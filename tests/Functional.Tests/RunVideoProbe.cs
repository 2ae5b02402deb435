using System.Diagnostics;
using System.Globalization;

namespace Functional.Tests;

/// <summary>What the tools of FFmpeg find in a video that we wrote.</summary>
internal static class RunVideoProbe
{
    /// <summary>Presentation times of all frames in milliseconds, from the first.</summary>
    public static int[] Times(string path)
    {
        var lines = Ask(path, "frame=best_effort_timestamp_time").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int[] times = [.. lines.Select(line => (int)Math.Round(1000 * double.Parse(line.Trim(','), CultureInfo.InvariantCulture)))];
        return [.. times.Select(time => time - times[0])];
    }

    public static string Ask(string path, string entries) =>
        System.Text.Encoding.UTF8.GetString(Output("ffprobe", "-v", "error", "-show_entries", entries, "-of", "csv=p=0", path)).Trim();

    /// <summary>All frames as packed RGB.</summary>
    public static List<byte[]> Pixels(string path, int width, int height) =>
        [.. Output("ffmpeg", "-v", "fatal", "-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-").Chunk(width * height * 3)];

    private static byte[] Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return output.ToArray();
    }
}

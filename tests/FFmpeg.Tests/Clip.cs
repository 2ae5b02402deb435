using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Short clips and pictures made by the ffmpeg tool, once per run; the tool is also the referee of decoded samples.</summary>
internal static class Clip
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("ffmpeg-tests-").FullName;
    private static readonly ConcurrentDictionary<string, Lazy<string>> Made = new();

    static Clip() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>25 frames of 160x120 H.264 with B-frames, one second, in MP4 with its index in front.</summary>
    internal static string BFrames => Make("bframes.mp4", $"{Pattern()} -c:v libx264 -bf 3 -g 12 -pix_fmt yuv420p -movflags +faststart");

    /// <summary>25 frames of 320x240 H.264 without B-frames.</summary>
    internal static string Plain => Make("plain.mp4", $"{Pattern("320x240")} -c:v libx264 -tune zerolatency -g 10 -pix_fmt yuv420p");

    /// <summary>Input arguments for a moving test pattern at 25 frames/s.</summary>
    internal static string Pattern(string size = "160x120", double seconds = 1) =>
        // As RGB: in its own 4:2:0 the source rounds odd sizes down.
        $"-f lavfi -i testsrc2=size={size}:rate=25:duration={seconds:0.###},format=rgb24";

    /// <summary>The file that these ffmpeg arguments make; a name is made once.</summary>
    internal static string Make(string name, string arguments) => Made.GetOrAdd(name, key => new Lazy<string>(() =>
    {
        var path = Path(key);
        Run($"{arguments} {path}");
        return path;
    })).Value;

    /// <summary>Where a test may write a file of this name.</summary>
    internal static string Path(string name) => System.IO.Path.Combine(Folder, name);

    internal static string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>All frames as the tool decodes and turns them, packed planes one after another.</summary>
    internal static byte[] Raw(string path, string pixelFormat, string filters = "") =>
        Run($"-i {path} {filters} -fps_mode passthrough -f rawvideo -pix_fmt {pixelFormat} -");

    private static byte[] Run(string arguments)
    {
        using var process = Start(arguments);
        using var output = new MemoryStream();
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ffmpeg {arguments}: {errors}");
        return output.ToArray();
    }

    private static Process Start(string arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg", "-nostdin -y -v error " + arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("the ffmpeg tool is not installed");
            throw;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>`./stream run` in a folder of its own, with a tiny model and clips that the ffmpeg tool makes.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunFolder()
        : this(TinyOnnx.Detect())
    {
    }

    public RunFolder(TinyOnnx model) => model.Save(File("tiny.onnx"));

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public string File(string name) => _folder.File(name);

    public byte[] Bytes(string name) => System.IO.File.ReadAllBytes(File(name));

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    /// <summary>20 frames of 160×120 H.264, a key frame every 10, the index at the front.</summary>
    public string Clip(string name = "clip.mp4", int frames = 20, string source = "testsrc2=s=160x120:r=10") =>
        Make(name, "-f", "lavfi", "-i", source, "-frames:v", $"{frames}", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-g", "10", "-movflags", "+faststart");

    /// <summary>What the ffmpeg tool makes of its arguments; skips the running test where there is none.</summary>
    public string Make(string name, params string[] arguments)
    {
        try
        {
            using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments, File(name)]);
            ffmpeg.WaitForExit();
            Assert.Equal(0, ffmpeg.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("the ffmpeg tool, which makes the clips, is not installed");
        }

        return File(name);
    }

    public Task<Cli.Outcome> Run(string input, params string[] more) => Cli.Run([.. Words(input, more)]);

    public IEnumerable<string> Words(string input, params string[] more) => ["run", input, "--model", File("tiny.onnx"), "--device", "cpu", .. more];

    /// <summary>The objects of a JSON lines file or output.</summary>
    public static JsonElement[] Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public void Dispose() => _folder.Dispose();
}

using System.Buffers.Binary;
using Xunit;

namespace Functional.Tests;

/// <summary>What cannot be run: exactly one line on standard error, exit code 1, and nothing left behind.</summary>
public sealed class RunRefusalTests : IDisposable
{
    private const string NotMedia = "neither a video that FFmpeg can read nor a JPEG, PNG or WebP picture";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_file_that_is_missing() => InputIsRefused(_folder.File("nothere.mp4"), "no such file");

    [Fact]
    public Task A_folder() => InputIsRefused(Path.GetDirectoryName(_folder.File("x"))!, "is a folder without a video or picture in it; name another, or a pattern such as 'folder/**/*.jpg'");

    [Theory]
    [InlineData("README.md")]
    [InlineData("notes.txt")]
    [InlineData("text.mp4")]
    [InlineData("text.mkv")]
    [InlineData("text.jpg")]
    public Task A_text_file_whatever_its_name(string name) =>
        InputIsRefused(_folder.Write(name, "# This is no video.\nIt only has a few lines of text.\n"u8), NotMedia);

    [Fact]
    public Task An_empty_file() => InputIsRefused(_folder.Write("empty.mp4", []), "the file is empty");

    [Fact]
    public Task An_MP4_without_its_index()
    {
        var clip = _folder.Make("clip.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10", "-t", "1");
        return InputIsRefused(_folder.Write("cut.mp4", BeforeIndex(File.ReadAllBytes(clip))),
            "an MP4 without its index (moov atom), as a recording or copy that was cut off leaves; record or copy it again");
    }

    [Fact]
    public Task Sound_alone() => InputIsRefused(_folder.Make("sound.mp4", "-f", "lavfi", "-i", "sine=d=1"),
        "there is no video in it, only sound or data; name a file with pictures");

    [Fact]
    public Task A_video_of_which_no_frame_can_be_decoded()
    {
        var clip = File.ReadAllBytes(_folder.Clip());
        clip.AsSpan(clip.AsSpan().IndexOf("mdat"u8) + 4).Clear();
        return InputIsRefused(_folder.Write("zeros.mp4", clip), "no frame of it could be decoded (20 packets could not be decoded)");
    }

    [Fact]
    public Task A_picture_without_content() => InputIsRefused(
        _folder.Write("broken.png", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. "and nothing of a picture after it"u8]),
        "Png picture: it has no IHDR chunk");

    [Fact]
    public async Task An_output_that_cannot_be_written()
    {
        var clip = _folder.Clip(frames: 3);
        var folder = Path.GetDirectoryName(clip)!;
        await Refused($"{folder}/no/out.jsonl: there is no folder {folder}/no; make it first", [.. _folder.Words(clip, "--json", $"{folder}/no/out.jsonl")]);
        await Refused($"{folder}: is a folder; name a file", [.. _folder.Words(clip, "--json", folder)]);
        await Refused($"{clip}: is the input; name another file for the results", [.. _folder.Words(clip, "--json", clip)]);
        await Refused("/dev/full: cannot be written: No space left on device", [.. _folder.Words(clip, "--json", "/dev/full")]);
    }

    [Fact]
    public async Task Models_that_cannot_be_used()
    {
        var clip = _folder.Clip(frames: 3);
        var text = _folder.Write("text.onnx", "this is no model\n"u8);
        TinyOnnx.WrongShape().Save(_folder.File("wrong.onnx"));

        await Refused("no/model.onnx: no such model file", "run", clip, "--model", "no/model.onnx");
        await Refused($"{text}: not an ONNX model that ONNX Runtime can load: *", "run", clip, "--model", text);
        await Refused("no model is called 'nobody'; *", "run", clip, "--model", "nobody");
        await Refused("wrong: output is [?, 87, ?]; expected [?, 84, anchors] or after NMS [?, objects, 6] (classes: 80)", "run", clip, "--model", _folder.File("wrong.onnx"));
        await Refused("--size: is '100'; it must be a side or WIDTHxHEIGHT, multiples of 32 in 32..2048, such as 640 or 640x384", [.. _folder.Words(clip, "--size", "100")]);
        (TinyOnnx.Detect() with { FixedSize = true }).Save(_folder.File("fixed.onnx"));
        await Refused("--size: 96x32 was asked for; fixed takes 64x64 alone, for its file has a fixed size. *", "run", clip, "--model", _folder.File("fixed.onnx"), "--size", "96x32");
        await Refused("--classes: 'thing' is no class of tiny; did you mean 'thing0'?", [.. _folder.Words(clip, "--classes", "thing")]);
    }

    [Fact]
    public async Task A_device_that_is_not_there()
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "libonnxruntime_providers_cuda.so")))
            Assert.Skip("the CUDA provider is here");
        await Refused("*libonnxruntime_providers_cuda.so is not beside the program*", "run", _folder.Clip(), "--model", _folder.File("tiny.onnx"), "--device", "cuda");
    }

    [Fact]
    public async Task Options_out_of_bounds()
    {
        await Refused("--conf is '2'; it must be a number in 0..1", "run", "x.mp4", "--conf", "2");
        await Refused("--iou is 'much'; it must be a number in 0..1", "run", "x.mp4", "--iou", "much");
        await Refused("--max-det is '1001'; it must be a number in 1..1000", "run", "x.mp4", "--max-det", "1001");
        await Refused("--every is '0'; it must be a number in 1..2147483647", "run", "x.mp4", "--every", "0");
        await Refused("--device is 'abacus'; it must be one of auto, cpu, cuda, tensorrt", "run", "x.mp4", "--device", "abacus");
        await Refused("there is no option '--speed'; ./stream run --help lists them", "run", "x.mp4", "--speed");
        await Refused("there is no option '--jsn'; did you mean '--json'? ./stream run --help lists them", "run", "x.mp4", "--jsn=out.jsonl");
    }

    /// <summary>Everything before the box "moov", as a recorder leaves it that lost power.</summary>
    private static ReadOnlySpan<byte> BeforeIndex(byte[] mp4)
    {
        var at = 0;
        while (!mp4.AsSpan(at + 4).StartsWith("moov"u8))
            at += (int)BinaryPrimitives.ReadUInt32BigEndian(mp4.AsSpan(at));
        return mp4.AsSpan(0, at);
    }

    /// <summary>With an older result file, which must stay as it is.</summary>
    private async Task InputIsRefused(string input, string why)
    {
        var older = _folder.Write("out.jsonl", "older"u8);
        await Refused($"{input}: {why}", [.. _folder.Words(input, "--json", older)]);
        Assert.Equal("older"u8, _folder.Bytes("out.jsonl"));
    }

    /// <param name="line">May begin or end with * for anything.</param>
    private async Task Refused(string line, params string[] words)
    {
        var before = _folder.Names.ToArray();
        var run = await Cli.Run(words);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        var pattern = System.Text.RegularExpressions.Regex.Escape($"stream: {line}\n").Replace("\\*", "[^\n]*", StringComparison.Ordinal);
        Assert.Matches($@"\A{pattern}\z", run.Error);
        Assert.Equal(before, _folder.Names);
    }
}

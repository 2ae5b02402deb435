using System.Diagnostics;
using Xunit;

namespace Functional.Tests;

public sealed class RunVideoTests : IDisposable
{
    private readonly RunFolder _folder = new(TinyOnnx.Detect() with { Boxes = [new(0, 32, 32, 40, 40, 0, 0, 0, Base: 0.9f)] });

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.webm")]
    public async Task Every_frame_is_written_at_its_own_time(string name)
    {
        // Gaps that grow, so that a steady rate would be found out.
        var clip = _folder.Make("clip.mkv", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10", "-frames:v", "20", "-vf", "setpts=N*N/40/TB",
            "-fps_mode", "passthrough", "-enc_time_base", "1/1000", "-pix_fmt", "yuv420p", "-c:v", "libx264");
        var run = await _folder.Run(clip, "--video", _folder.File(name));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(RunVideoProbe.Times(clip), RunVideoProbe.Times(_folder.File(name)));
        Assert.Equal(["clip.mkv", name, "tiny.onnx"], _folder.Names);
    }

    // A frame that was not inferred had the boxes of another on it.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Frames_that_were_inferred_are_in_the_video_at_their_own_times_and_no_others(int every)
    {
        var clip = _folder.Clip(frames: 40, source: "color=gray:s=160x120:r=10");
        var run = await _folder.Run(clip, "--video", _folder.File("out.mp4"), "--every", $"{every}");
        Assert.True(run.ExitCode == 0, run.Error);
        var frames = RunVideoProbe.Pixels(_folder.File("out.mp4"), 160, 120);
        Assert.Equal((40 + every - 1) / every, frames.Count);
        Assert.Equal(Enumerable.Range(0, frames.Count).Select(i => i * every * 100), RunVideoProbe.Times(_folder.File("out.mp4")).Select(time => (int)time));
        // The model's box is 12..52 of 64 both ways; the picture is 2.5 times as large, without the bars above and below.
        Assert.All(frames, frame =>
        {
            Assert.InRange(Enumerable.Range(26, 8).Max(x => Saturation(frame, x, 60)), 60, 255); // the left side, at 30
            Assert.InRange(Saturation(frame, 80, 60), 0, 20); // the middle is as grey as it was
        });
    }

    [Fact]
    public async Task Sound_is_left_out_with_a_word()
    {
        var clip = _folder.Make("sound.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=1", "-f", "lavfi", "-i", "sine=d=1", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-c:a", "aac");
        var run = await _folder.Run(clip, "--video", _folder.File("out.mp4"));
        Assert.Equal((0, $"stream: {clip}: its sound is left out\n"), (run.ExitCode, run.Error));
        Assert.Equal("video", RunVideoProbe.Ask(_folder.File("out.mp4"), "stream=codec_type"));
    }

    [Fact]
    public async Task Size_may_change_and_time_go_back_on_the_way()
    {
        _folder.Make("a.ts", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10", "-frames:v", "5", "-pix_fmt", "yuv420p", "-c:v", "libx264");
        _folder.Make("b.ts", "-f", "lavfi", "-i", "testsrc2=s=320x200:r=10", "-frames:v", "5", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-output_ts_offset", "0.5");
        // The second part begins 0.1 s before the first one ends.
        var both = _folder.Write("both.ts", [.. _folder.Bytes("a.ts"), .. _folder.Bytes("b.ts")]);
        var run = await _folder.Run(both, "--video", _folder.File("out.mp4"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(10, RunVideoProbe.Pixels(_folder.File("out.mp4"), 160, 120).Count);
        Assert.Equal([0, 100, 200, 300, 400, 400, 400, 500, 600, 700], RunVideoProbe.Times(_folder.File("out.mp4")));
    }

    [Fact]
    public async Task The_test_source_and_a_picture_of_odd_size_make_videos_too()
    {
        var scene = await _folder.Run("test://people", "--frames", "5", "--video", _folder.File("scene.mkv"));
        Assert.True(scene.ExitCode == 0, scene.Error);
        Assert.Equal(5, RunVideoProbe.Times(_folder.File("scene.mkv")).Length);
        var picture = _folder.Make("odd.png", "-f", "lavfi", "-i", "testsrc2=s=162x122,format=rgb24,crop=161:121", "-frames:v", "1");
        var run = await _folder.Run(picture, "--video", _folder.File("odd.mp4"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("162,122", RunVideoProbe.Ask(_folder.File("odd.mp4"), "stream=width,height"));
        Assert.Single(RunVideoProbe.Times(_folder.File("odd.mp4")));
    }

    [Theory]
    [InlineData("out.avi", "\".avi\" is no kind of video that can be written; use .mp4, .mov, .mkv or .webm")]
    [InlineData("out", "no ending tells the kind of video; use .mp4, .mov, .mkv or .webm")]
    [InlineData("", "is a folder; name a file")]
    [InlineData("clip.mp4", "is the input; name another file for the results")]
    [InlineData("tiny.onnx/out.mp4", "there is no folder {0}; make it first")]
    public async Task A_file_that_cannot_be_written_is_told_before_anything_runs(string name, string reason)
    {
        var clip = _folder.Clip();
        var output = _folder.File(name);
        var run = await _folder.Run(clip, "--video", output);
        Assert.Equal((1, "", $"stream: {output}: {string.Format(reason, _folder.File("tiny.onnx"))}\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(["clip.mp4", "tiny.onnx"], _folder.Names);
    }

    [Fact]
    public async Task A_full_disk_is_one_clear_line()
    {
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        if (!Environment.IsPrivilegedProcess || !Mount("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk))
            Assert.Skip("only root can mount a small disk to fill");
        try
        {
            var clip = _folder.Clip(frames: 60, source: "testsrc2=s=640x480:r=10");
            var output = Path.Combine(disk, "out.mp4");
            var run = await _folder.Run(clip, "--video", output);
            Assert.Equal((1, $"stream: {output}: cannot be written: No space left on device\n"), (run.ExitCode, run.Error));
            Assert.Empty(Directory.GetFiles(disk));
        }
        finally
        {
            Mount("umount", disk);
        }
    }

    private static bool Mount(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static int Saturation(byte[] rgb, int x, int y)
    {
        var pixel = rgb.AsSpan((y * 160 + x) * 3, 3);
        return Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])) - Math.Min(pixel[0], Math.Min(pixel[1], pixel[2]));
    }
}

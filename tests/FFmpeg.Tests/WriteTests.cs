using System.Diagnostics;
using Media;
using Xunit;

namespace FFmpeg.Tests;

public class WriteTests
{
    [Theory, InlineData("mp4", true), InlineData("mp4", false), InlineData("mov", false), InlineData("mkv", true), InlineData("webm", true)]
    public void The_tool_finds_every_frame_and_the_whole_duration(string container, bool fragmented)
    {
        var target = Clip.Path($"probed-{fragmented}.{container}");
        Encoded.File(Clip.BFrames, target, fragmented: fragmented);
        Assert.Equal(["25"], Encoded.Probe(target, "stream=nb_read_frames -count_frames"));
        Assert.InRange(double.Parse(Encoded.Probe(target, "format=duration")[0]), 0.99, 1.01);
        Assert.Equal(0, double.Parse(Encoded.Probe(target, "format=start_time")[0]), 3);
    }

    [Theory, InlineData("mp4"), InlineData("mkv"), InlineData("webm")]
    public void Times_of_a_variable_frame_rate_are_kept(string container)
    {
        var source = Clip.Make("variable.mkv", $"{Clip.Pattern()} -vf setpts='N*N*40' -fps_mode passthrough -enc_time_base 1/1000 -c:v libx264 -bf 2 -pix_fmt yuv420p");
        var target = Clip.Path($"variable-again.{container}");
        var sent = Encoded.File(source, target);
        var back = Decoded.All(target);
        Assert.Equal(sent.Count, back.Count);
        Assert.True(sent.Zip(sent.Skip(1), (a, b) => b.Pts90kHz - a.Pts90kHz).Distinct().Count() > 10);
        Assert.Equal(sent.Select(frame => frame.Pts90kHz), back.Select(frame => frame.Pts90kHz));
    }

    [Theory, InlineData("mp4"), InlineData("mkv"), InlineData("webm")]
    public void A_fragmented_file_cut_anywhere_plays_up_to_the_cut(string container)
    {
        var target = Clip.Path($"to-cut.{container}");
        Encoded.File(Clip.BFrames, target, options => options with { GopFrames = 5 });
        var whole = File.ReadAllBytes(target);
        var most = 0;
        for (var part = 1; part < 12; part++)
        {
            var cut = Clip.Write($"cut.{container}", whole.AsSpan(0, whole.Length * part / 12));
            var frames = Decoded.All(cut).Count;
            Assert.InRange(frames, most, 25);
            most = frames;
            if (part >= 6)
                Assert.InRange(frames, 5, 25);
        }
        Assert.InRange(most, 18, 25);
    }

    [Fact]
    public void A_fragmented_file_that_was_never_completed_plays()
    {
        var target = Clip.Path("never-completed.mp4");
        Encoded.File(Clip.BFrames, target, options => options with { GopFrames = 5 }, complete: false);
        Assert.InRange(Decoded.All(target).Count, 20, 25);
    }

    [Fact]
    public void A_path_may_hold_colons_and_blanks()
    {
        var folder = Directory.CreateDirectory(Clip.Path("odd: names")).FullName;
        var target = Path.Combine(folder, "c:lip é.mp4");
        Encoded.File(Clip.Plain, target);
        Assert.True(new FileInfo(target).Length > 1000);
    }

    [Theory, InlineData("clip.avi", "\".avi\" is no kind"), InlineData("clip", "no ending")]
    public void An_unknown_ending_is_refused_with_those_that_work(string name, string reason)
    {
        var error = Assert.Throws<MediaException>(() => MediaContainers.Of("/somewhere/" + name));
        Assert.Equal(MediaErrorKind.Unsupported, error.Kind);
        Assert.StartsWith($"{name}: {reason}", error.Message);
        Assert.Contains(".mp4, .mov, .mkv or .webm", error.Message);
    }

    [Fact]
    public void A_missing_folder_is_told_with_the_files_name()
    {
        var error = Assert.Throws<MediaException>(() => Encoded.File(Clip.Plain, "/nowhere/at/all/clip.mp4"));
        Assert.Equal((MediaErrorKind.NotFound, "clip.mp4: No such file or directory"), (error.Kind, error.Message));
    }

    [Fact]
    public void A_codec_that_the_container_cannot_hold_is_told()
    {
        var error = Assert.Throws<MediaException>(() => Encoded.File(Clip.Plain, Clip.Path("wrong.webm"), options => options with { Codec = VideoCodec.H264 }));
        Assert.StartsWith("wrong.webm: ", error.Message);
        Assert.Contains("VP8", error.Message);
    }

    [Theory, InlineData("mp4"), InlineData("mkv")]
    public void A_full_disk_is_one_clear_line(string container)
    {
        using var disk = new TinyDisk("64k");
        var source = Clip.Make("big.mp4", $"{Clip.Pattern("640x480", 2)} -c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv420p");
        var error = Assert.Throws<MediaException>(() => Encoded.File(source, Path.Combine(disk.Folder, $"full.{container}"), options => options with { GopFrames = 10 }));
        Assert.Equal((MediaErrorKind.Io, $"full.{container}: No space left on device"), (error.Kind, error.Message));
    }

    /// <summary>A file system of a few kilobytes; only root can mount one.</summary>
    private sealed class TinyDisk : IDisposable
    {
        internal TinyDisk(string size)
        {
            if (!Environment.IsPrivilegedProcess || !Run("mount", $"-t tmpfs -o size={size} tmpfs {Folder}"))
                Assert.Skip("only root can mount a small disk to fill");
        }

        internal string Folder { get; } = Directory.CreateTempSubdirectory("tiny-disk-").FullName;

        public void Dispose()
        {
            Run("umount", Folder);
            Directory.Delete(Folder);
        }

        private static bool Run(string program, string arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}

using System.Text;
using Media;
using Xunit;

namespace FFmpeg.Tests;

public class InputErrorTests
{
    [Fact]
    public void A_missing_file_is_not_found()
    {
        var error = Fails("/nowhere/clip.mp4");
        Assert.Equal((MediaErrorKind.NotFound, "clip.mp4: No such file or directory"), (error.Kind, error.Message));
    }

    [Fact]
    public void An_mp4_without_its_index_is_explained()
    {
        var path = Clip.Make("late-index.mp4", $"{Clip.Pattern()} -c:v libx264 -pix_fmt yuv420p");
        var bytes = File.ReadAllBytes(path);
        var index = bytes.AsSpan().LastIndexOf("moov"u8);
        var error = Fails(Clip.Write("no-index.mp4", bytes.AsSpan(0, index - 4)));
        Assert.Equal(MediaErrorKind.InvalidData, error.Kind);
        Assert.Equal("no-index.mp4: moov atom not found: the file has no index (was its recording cut off?)", error.Message);
    }

    // A .txt opens in libav as "tty" video of 640x400: the list of containers leaves that one out.
    [Theory, InlineData("notes.txt"), InlineData("notes.mp4"), InlineData("notes")]
    public void A_text_file_is_no_video(string name)
    {
        var error = Fails(Clip.Write(name, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("It was a dark and stormy night.\n", 200)))));
        Assert.Equal(MediaErrorKind.InvalidData, error.Kind);
        Assert.StartsWith(name, error.Message);
    }

    [Fact]
    public void An_empty_file_is_called_empty() =>
        Assert.Equal("empty.mp4: the file is empty", Fails(Clip.Write("empty.mp4", [])).Message);

    [Fact]
    public void A_sound_file_has_no_video_even_with_a_cover()
    {
        var sound = Clip.Make("sound.wav", "-f lavfi -i sine=duration=0.2");
        Assert.Equal(MediaErrorKind.NoVideoStream, Fails(sound).Kind);
        var cover = Clip.Make("cover.png", $"{Clip.Pattern("64x64")} -frames:v 1");
        var covered = Clip.Make("covered.mp3", $"-i {sound} -i {cover} -map 0 -map 1 -c:a libmp3lame -c:v copy -id3v2_version 3 -disposition:v attached_pic");
        Assert.Equal(MediaErrorKind.NoVideoStream, Fails(covered).Kind);
    }

    [Fact]
    public void A_folder_is_an_error() => Assert.NotEqual("", Fails(Path.GetTempPath()).Message);

    // ffconcat would read any further file it names.
    [Fact]
    public void A_list_of_other_files_is_not_followed()
    {
        var list = Clip.Write("list.ffconcat", Encoding.UTF8.GetBytes($"ffconcat version 1.0\nfile {Path.GetFileName(Clip.Plain)}\n"));
        Assert.Equal(MediaErrorKind.InvalidData, Fails(list).Kind);
    }

    [Fact]
    public void A_protocol_off_the_list_is_not_allowed()
    {
        var error = Fails(Clip.Plain, new() { AllowedProtocols = ["https", "tls", "tcp"] });
        Assert.Equal(MediaErrorKind.NotAllowed, error.Kind);
        Assert.EndsWith("it leads to an address of the protocol 'file', which is not allowed", error.Message);
    }

    [Fact]
    public void A_container_nobody_knows_is_named()
    {
        var error = Fails(Clip.Plain, new() { Format = "betamax" });
        Assert.Equal((MediaErrorKind.Unsupported, "plain.mp4: this build of FFmpeg knows no container \"betamax\""), (error.Kind, error.Message));
    }

    [Fact]
    public void An_option_nobody_takes_is_named()
    {
        var error = Fails(Clip.Plain, new() { FormatOptions = new Dictionary<string, string> { ["rtps_flags"] = "x" } });
        Assert.Equal("plain.mp4: FormatOptions: this input knows no option \"rtps_flags\"", error.Message);
    }

    // A camera of this machine is opened by a library that need not be there; this is none.
    [Fact]
    public void A_device_that_is_no_camera_is_an_error()
    {
        var error = Fails("/dev/null", new() { Format = "v4l2", AllowedFormats = ["video4linux2,v4l2"], FormatOptions = new Dictionary<string, string> { ["video_size"] = "640x480", ["framerate"] = "30" } });
        if (error.Kind == MediaErrorKind.Unsupported)
            Assert.Skip("libavdevice is not installed");
        Assert.Matches("^null: .*(ioctl|VIDIOC_QUERYCAP)", error.Message);
    }

    // A playlist in a folder of files would lead to any other file.
    [Fact]
    public void Of_the_formats_that_name_no_further_inputs_a_playlist_is_none()
    {
        var list = Clip.Write("list.m3u8", Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n{Clip.Plain}\n#EXT-X-ENDLIST\n"));
        Assert.Equal(MediaErrorKind.InvalidData, Fails(list, new() { AllowedFormats = MediaReaderOptions.SelfContainedFormats }).Kind);
        using var reader = MediaReader.Open(Clip.Plain, new() { AllowedFormats = MediaReaderOptions.SelfContainedFormats });
    }

    [Fact]
    public void A_decoder_nobody_has_is_named()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        var error = Assert.Throws<MediaException>(() => VideoDecoder.Open(reader.Video, new() { DecoderName = "h264_abacus" }));
        Assert.Equal((MediaErrorKind.Unsupported, "plain.mp4, h264: this build of FFmpeg has no decoder h264_abacus"), (error.Kind, error.Message));
    }

    private static MediaException Fails(string url, MediaReaderOptions? options = null) =>
        Assert.Throws<MediaException>(() => MediaReader.Open(url, options));
}

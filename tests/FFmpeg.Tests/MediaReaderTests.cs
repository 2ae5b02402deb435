using Xunit;

namespace FFmpeg.Tests;

public class MediaReaderTests
{
    [Fact]
    public void The_stream_is_described_as_the_container_tells_it()
    {
        using var reader = MediaReader.Open(Clip.BFrames);
        var video = reader.Video;
        Assert.Equal(("h264", 160, 120, 25.0), (video.Codec, video.Width, video.Height, video.FrameRate));
        Assert.Equal((25, 25), (video.IndexedFrames, video.EstimatedFrames));
        Assert.Equal(TimeSpan.FromSeconds(1), video.Duration);
        Assert.Equal(Orientation.Upright, video.Orientation);
        Assert.False(reader.HasAudio);
        Assert.Equal("bframes.mp4", reader.Name);
    }

    [Fact]
    public void Sound_is_told_but_never_read()
    {
        var path = Clip.Make("sound.mkv", $"{Clip.Pattern()} -f lavfi -i sine=duration=1 -c:v libx264 -c:a aac -pix_fmt yuv420p");
        using var reader = MediaReader.Open(path);
        Assert.True(reader.HasAudio);
        Assert.Equal(25, Packets(reader).Count);
    }

    [Fact]
    public void Times_are_in_90_kHz_whatever_the_containers_clock()
    {
        foreach (var extension in new[] { "mp4", "mkv", "ts" })
        {
            var path = Clip.Make($"clock.{extension}", $"{Clip.Pattern()} -c:v libx264 -tune zerolatency -pix_fmt yuv420p");
            using var reader = MediaReader.Open(path);
            var times = Packets(reader);
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second!.Value - pair.First!.Value, 3600 - 90, 3600 + 90));
            Assert.Equal(reader.Video.StartPts90kHz, times[0]);
        }
    }

    [Theory]
    [InlineData("loop.mp4"), InlineData("loop.mkv"), InlineData("loop.ts"), InlineData("loop.h264"), InlineData("loop.avi")]
    public void A_seek_to_the_start_gives_the_same_frames_again(string name)
    {
        var path = Clip.Make(name, $"{Clip.Pattern()} -c:v libx264 -bf 2 -pix_fmt yuv420p");
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video);
        var first = Decoded.All(reader, decoder);
        reader.SeekToStart();
        decoder.Flush();
        var second = Decoded.All(reader, decoder);
        Assert.Equal(25, first.Count);
        Assert.Equal(first.Select(f => f.Samples), second.Select(f => f.Samples));
        Assert.Equal(MediaEnd.Clean, reader.End);
    }

    [Fact]
    public void A_whole_file_ends_cleanly()
    {
        using var reader = MediaReader.Open(Clip.BFrames);
        Assert.Equal(MediaEnd.None, reader.End);
        Assert.Equal(25, Packets(reader).Count);
        Assert.Equal((MediaEnd.Clean, 25, 0), (reader.End, reader.PacketsRead, reader.CorruptPackets));
    }

    [Fact]
    public void A_file_cut_in_the_middle_gives_what_is_there_and_says_so()
    {
        var whole = File.ReadAllBytes(Clip.BFrames);
        using var reader = MediaReader.Open(Clip.Write("cut.mp4", whole.AsSpan(0, whole.Length * 2 / 3)));
        using var decoder = VideoDecoder.Open(reader.Video);
        Assert.InRange(Decoded.All(reader, decoder).Count, 3, 24);
        Assert.Equal(MediaEnd.Truncated, reader.End);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var late = Assert.Throws<ArgumentOutOfRangeException>(() => MediaReader.Open("x", new() { ReadTimeout = TimeSpan.Zero }));
        Assert.Equal("ReadTimeout", late.ParamName);
        Assert.Contains("RtspTransport", Assert.Throws<ArgumentException>(() => MediaReader.Open("x", new() { RtspTransport = "carrier pigeon" })).Message);
    }

    private static List<long?> Packets(MediaReader reader)
    {
        var times = new List<long?>();
        using var packet = new MediaPacket();
        while (reader.TryRead(packet)) times.Add(packet.Pts90kHz);
        return times;
    }
}

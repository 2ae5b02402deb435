using System.Net;
using System.Net.Sockets;
using Media;
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

    [Theory, InlineData("mp4", 0.9), InlineData("mp4", 0.6), InlineData("mkv", 0.9), InlineData("mkv", 0.6)]
    [InlineData("avi", 0.8), InlineData("flv", 0.8)]
    public void A_file_cut_off_gives_what_is_there_and_says_so(string container, double part)
    {
        var whole = File.ReadAllBytes(Clip.Make($"whole.{container}", $"{Clip.Pattern()} -c:v libx264 -bf 0 -pix_fmt yuv420p -movflags +faststart"));
        using var reader = MediaReader.Open(Clip.Write($"cut{part}.{container}", whole.AsSpan(0, (int)(whole.Length * part))));
        using var decoder = VideoDecoder.Open(reader.Video);
        Assert.InRange(Decoded.All(reader, decoder).Count, 3, 24);
        Assert.Equal(MediaEnd.Truncated, reader.End);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_error_and_not_the_end()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await server.AcceptTcpClientAsync();
            var body = await File.ReadAllBytesAsync(Clip.Make("breaks.ts", $"{Clip.Pattern()} -c:v libx264 -pix_fmt yuv420p"));
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n"u8.ToArray());
            await client.GetStream().WriteAsync(body);
        });
        var options = new MediaReaderOptions { FormatOptions = new Dictionary<string, string> { ["seekable"] = "0" } };
        using var reader = MediaReader.Open($"http://{server.LocalEndpoint}/a.ts", options);
        using var packet = new MediaPacket();
        var error = Assert.Throws<MediaException>(() => { while (reader.TryRead(packet)) { } });
        Assert.Equal(MediaErrorKind.Io, error.Kind);
        await serving;
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var late = Assert.Throws<ArgumentOutOfRangeException>(() => MediaReader.Open("x", new() { ReadTimeout = TimeSpan.Zero }));
        Assert.Equal("ReadTimeout", late.ParamName);
        var odd = Assert.Throws<ArgumentException>(() => MediaReader.Open("x", new() { RtspTransport = "carrier pigeon" }));
        Assert.Contains("RtspTransport", odd.Message);
    }

    private static List<long?> Packets(MediaReader reader)
    {
        var times = new List<long?>();
        using var packet = new MediaPacket();
        while (reader.TryRead(packet))
            times.Add(packet.Pts90kHz);
        return times;
    }
}

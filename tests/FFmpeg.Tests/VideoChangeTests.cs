using System.Net;
using System.Net.Sockets;
using Media;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Inputs whose video goes on as another: of another codec, or as another stream.</summary>
public sealed class VideoChangeTests
{
    private const int Frames = 25;

    private static string H264 => Part("h264", "-c:v libx264 -bf 0 -g 10", "160x120");

    private static string Hevc => Part("hevc", "-c:v libx265 -x265-params log-level=error:bframes=0:keyint=10", "320x240");

    // libav goes on with the codec that it met first: it split the first units of the other and decoded none.
    [Theory, InlineData(true), InlineData(false)]
    public void Another_codec_behind_the_same_PID_is_read_to_its_last_frame_and_again(bool toHevc)
    {
        var path = toHevc ? Joined("to-hevc.ts", H264, Hevc) : Joined("to-h264.ts", Hevc, H264);
        using var reader = MediaReader.Open(path);
        var (first, second) = toHevc ? ("h264", "hevc") : ("hevc", "h264");
        for (var round = 0; round < 2; round++)
        {
            var units = Read(reader);
            Assert.Equal([.. Enumerable.Repeat(first, Frames), .. Enumerable.Repeat(second, Frames)], units.Select(unit => unit.Codec));
            // Both parts count from the same time.
            Assert.DoesNotContain(units.Zip(units.Skip(1)), pair => pair.Second.Pts <= pair.First.Pts);
            reader.SeekToStart(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void The_frames_of_both_codecs_come_out_of_their_decoders()
    {
        using var reader = MediaReader.Open(Joined("decoded.ts", H264, Hevc));
        Assert.Equal([.. Enumerable.Repeat(160, Frames), .. Enumerable.Repeat(320, Frames)], Decode(reader).Select(width => width));
    }

    [Fact]
    public void Another_PID_is_followed()
    {
        using var reader = MediaReader.Open(Joined("pid.ts", H264, Part("hevc-pid", "-c:v libx265 -x265-params log-level=error:bframes=0:keyint=10 -mpegts_start_pid 0x200", "320x240")));
        var units = Read(reader);
        // A demuxer keeps the old one's last units until the end of the file, where nobody reads it any more.
        Assert.InRange(units.Count(unit => unit.Codec == "h264"), Frames - 2, Frames);
        Assert.Equal(Frames, units.Count(unit => unit.Codec == "hevc"));
        Assert.Equal(1, reader.VideoChanges);
    }

    [Fact]
    public void The_last_frames_of_a_short_part_behind_another_PID_are_followed_too()
    {
        var part = Part("hevc-short", "-frames:v 3 -c:v libx265 -x265-params log-level=error:bframes=0 -mpegts_start_pid 0x200", "320x240");
        using var reader = MediaReader.Open(Joined("short.ts", H264, part));
        Assert.Equal(3, Read(reader).Count(unit => unit.Codec == "hevc"));
    }

    [Fact]
    public void Another_codec_in_FLV_is_followed()
    {
        var (one, two) = (Clip.Make("one.flv", $"{Clip.Pattern()} -c:v flv1 -g 10 -pix_fmt yuv420p"), Clip.Make("two.flv", $"{Clip.Pattern("320x240")} -c:v libx264 -bf 0 -g 10 -pix_fmt yuv420p"));
        // Behind the header, as an encoder that is set up anew sends it.
        using var reader = MediaReader.Open(Clip.Write("both.flv", [.. File.ReadAllBytes(one), .. File.ReadAllBytes(two).AsSpan(13)]), new() { ProbeBytes = 10_000, AnalyzeDuration = TimeSpan.FromSeconds(0.1) });
        Assert.Equal([.. Enumerable.Repeat("flv1", Frames), .. Enumerable.Repeat("h264", Frames)], Read(reader).Select(unit => unit.Codec));
    }

    [Fact]
    public void A_second_programme_beside_the_first_is_left_alone()
    {
        var both = Clip.Make("both.ts", $"{Clip.Pattern(seconds: 4)} {Clip.Pattern("320x240", 4)} -map 0 -map 1 -c:v libx264 -pix_fmt yuv420p -bf 0 -f mpegts");
        using var reader = MediaReader.Open(Joined("late.ts", H264, both));
        Read(reader);
        Assert.Equal(0, reader.VideoChanges);
    }

    [Fact]
    public async Task What_cannot_be_read_again_says_what_changed()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = Serve(server, File.ReadAllBytes(Joined("live.ts", H264, Hevc)));
        using var reader = await Task.Run(() => MediaReader.Open($"http://{server.LocalEndpoint}/live.ts", new() { ProbeBytes = 20_000 }));
        var error = Assert.Throws<MediaException>(() => Read(reader));
        Assert.Equal((MediaErrorKind.Changed, $"http://{server.LocalEndpoint}/live.ts: its video changes from h264 to hevc"), (error.Kind, error.Message));
        await serving;
    }

    // A camera without sound and with a picture a minute is no dead one.
    [Fact]
    public async Task Sound_that_goes_on_without_video_is_told_from_silence()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var path = Clip.Make("sound.ts", $"{Clip.Pattern(seconds: 0.6)} -f lavfi -i sine=duration=30 -c:v libx264 -g 5 -bf 0 -pix_fmt yuv420p -c:a aac -f mpegts");
        var serving = Serve(server, File.ReadAllBytes(path), bytesPerSecond: 40_000);
        var options = new MediaReaderOptions { ReadTimeout = TimeSpan.FromSeconds(1.5), VideoTimeout = TimeSpan.FromSeconds(2), HearSound = true, AnalyzeDuration = TimeSpan.FromSeconds(0.3) };
        using (var reader = await Task.Run(() => MediaReader.Open($"http://{server.LocalEndpoint}/a.ts", options)))
        {
            var error = Assert.Throws<MediaException>(() => Read(reader));
            Assert.Equal((MediaErrorKind.Timeout, $"http://{server.LocalEndpoint}/a.ts: its sound goes on, but no packet of video came within 2 s"), (error.Kind, error.Message));
        }

        await serving;
    }

    private static async Task Serve(TcpListener server, byte[] body, int? bytesPerSecond = null)
    {
        using var client = await server.AcceptTcpClientAsync();
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n"u8.ToArray());
            foreach (var part in body.Chunk(bytesPerSecond / 20 ?? body.Length))
            {
                await stream.WriteAsync(part);
                if (bytesPerSecond is not null)
                    await Task.Delay(50);
            }
        }
        catch (IOException)
        {
            // The reader has seen enough.
        }
    }

    [Theory]
    [InlineData("h264", "00000001460150000000014001010101 0000014201010101 0000014401c0", "hevc")]
    [InlineData("h264", "000001400101010100000142010101010000014401c0", "hevc")]
    [InlineData("h264", "0000000109f000000001674d401f0000000168ee3c80000001658884", null)]
    [InlineData("h264", "00000001419a", null), InlineData("h264", "0000014601", null), InlineData("h264", "", null), InlineData("h264", "0000000140", null)]
    [InlineData("hevc", "0000000109f000000001674d401f0000000168ee3c80000001658884", "h264")]
    [InlineData("hevc", "00000001674d401f0000000168ee3c80", "h264")]
    [InlineData("hevc", "00000001460150000000014001010101 0000014201010101 0000014401c0", null)]
    [InlineData("hevc", "0000000128014d401f", null), InlineData("hevc", "0000000167ff401f0000000168ee3c80", null)]
    [InlineData("mjpeg", "00000001674d401f0000000168ee3c80", null)]
    public void A_codec_is_told_by_its_parameter_sets(string codec, string unit, string? instead) =>
        Assert.Equal(instead, CodecSignature.Instead(new VideoFormat(codec, 0, 0), Convert.FromHexString(unit.Replace(" ", "", StringComparison.Ordinal))));

    private static string Part(string name, string encoding, string size) => Clip.Make($"part-{name}.ts", $"{Clip.Pattern(size)} {encoding} -pix_fmt yuv420p -f mpegts");

    private static string Joined(string name, params string[] parts) => Clip.Write(name, [.. parts.SelectMany(File.ReadAllBytes)]);

    private static List<(string Codec, long Pts)> Read(MediaReader reader)
    {
        var units = new List<(string, long)>();
        using var packet = new MediaPacket();
        while (reader.TryRead(packet, TestContext.Current.CancellationToken))
            units.Add((reader.Video.Codec, packet.Pts90kHz ?? 0));
        return units;
    }

    private static List<int> Decode(MediaReader reader)
    {
        var widths = new List<int>();
        using var packet = new MediaPacket();
        VideoDecoder? decoder = null;
        var changes = -1;
        while (reader.TryRead(packet, TestContext.Current.CancellationToken))
        {
            if (reader.VideoChanges != changes)
            {
                Drain();
                (decoder, changes) = (VideoDecoder.Open(reader.Video), reader.VideoChanges);
            }

            decoder!.Send(packet);
            Receive();
        }

        Drain();
        return widths;

        void Drain()
        {
            decoder?.SendEnd();
            Receive();
            decoder?.Dispose();
        }

        void Receive()
        {
            while (decoder?.Receive() is { } frame)
            {
                using (frame)
                    widths.Add(frame.Width);
            }
        }
    }
}

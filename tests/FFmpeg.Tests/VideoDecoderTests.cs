using Media;
using Xunit;

namespace FFmpeg.Tests;

public class VideoDecoderTests
{
    [Fact]
    public void B_frames_come_out_in_the_order_they_are_shown()
    {
        var frames = Decoded.All(Clip.BFrames);
        Assert.Equal(25, frames.Count);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => i * 3600L), frames.Select(f => f.Pts90kHz));
        Assert.Equal(Clip.Raw(Clip.BFrames, "yuv420p"), frames.SelectMany(f => f.Samples));
        Assert.Equal([0, 12, 24], frames.Index().Where(f => f.Item.IsKey).Select(f => f.Index));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(0)]
    public void Threads_change_nothing_in_the_frames(int threads)
    {
        var frames = Decoded.All(Clip.BFrames, new() { Threads = threads });
        Assert.Equal(Clip.Raw(Clip.BFrames, "yuv420p"), frames.SelectMany(f => f.Samples));
    }

    [Theory]
    [InlineData("libx264", "mp4", "334x242"), InlineData("libx265 -x265-params log-level=none", "mp4", "322x242")]
    [InlineData("libvpx", "webm", "333x241"), InlineData("libvpx-vp9", "webm", "161x91"), InlineData("libaom-av1 -cpu-used 8", "mkv", "160x90")]
    [InlineData("mjpeg -q:v 3", "mkv", "333x241")]
    public void Each_codec_and_odd_sizes_decode_as_the_tool_decodes_them(string encoder, string container, string size)
    {
        var layout = encoder.StartsWith("mjpeg") ? "yuvj420p" : "yuv420p";
        var path = Clip.Make($"{encoder.Split(' ')[0]}-{size}.{container}", $"{Clip.Pattern(size, 0.2)} -c:v {encoder} -pix_fmt {layout}");
        var frames = Decoded.All(path);
        Assert.Equal(5, frames.Count);
        Assert.All(frames, f => Assert.Equal(PixelFormat.I420, f.Format));
        Assert.Equal(Clip.Raw(path, layout), frames.SelectMany(f => f.Samples));
    }

    [Fact]
    public void The_size_may_change_in_the_middle_of_a_stream()
    {
        var small = Clip.Make("small.h264", $"{Clip.Pattern("160x120", 0.2)} -c:v libx264 -tune zerolatency -pix_fmt yuv420p");
        var large = Clip.Make("large.h264", $"{Clip.Pattern("320x240", 0.2)} -c:v libx264 -tune zerolatency -pix_fmt yuv420p");
        var both = Clip.Write("grows.h264", [.. File.ReadAllBytes(small), .. File.ReadAllBytes(large)]);
        var frames = Decoded.All(both);
        Assert.Equal([.. Enumerable.Repeat(160, 5), .. Enumerable.Repeat(320, 5)], frames.Select(f => f.Width));
        Assert.Equal([.. Clip.Raw(small, "yuv420p"), .. Clip.Raw(large, "yuv420p")], frames.SelectMany(f => f.Samples));
    }

    [Fact]
    public void What_a_format_and_a_packet_say_is_enough_for_any_decoder()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        var video = reader.Video;
        using var decoder = VideoDecoder.Open(new VideoFormat(video.Codec, video.Width, video.Height, video.Extradata));
        using var packet = new MediaPacket();
        var frames = new List<Decoded>();
        while (reader.TryRead(packet))
        {
            var unit = EncodedUnit.Of(new Copy(packet.Data.ToArray(), packet.IsKey), new FrameTimes(packet.Pts90kHz!.Value, 0, null, 0, default));
            Assert.True(decoder.Send(unit));
            Decoded.Drain(decoder, frames);
        }
        decoder.SendEnd();
        Decoded.Drain(decoder, frames);
        var expected = Decoded.All(Clip.Plain);
        Assert.Equal(expected.Select(f => f.Pts90kHz), frames.Select(f => f.Pts90kHz));
        Assert.Equal(expected.SelectMany(f => f.Samples), frames.SelectMany(f => f.Samples));
    }

    [Fact]
    public void A_frame_shows_the_same_samples_and_gives_the_picture_back()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var packet = new MediaPacket();
        VideoFrame? picture;
        while ((picture = decoder.Receive()) is null)
            decoder.Send(reader.TryRead(packet) ? packet : throw new InvalidOperationException("no picture"));
        var times = new FrameTimes(1, 2, null, 3, default);
        var frame = picture.ToFrame(times);
        Assert.Equal((PixelFormat.I420, 320, 240, ColorMatrix.Bt601, ColorRange.Limited), (frame.Format, frame.Width, frame.Height, frame.Matrix, frame.Range));
        Assert.Equal((picture.Plane(0), picture.Plane(1), picture.Plane(2)), (frame.Plane0, frame.Plane1, frame.Plane2));
        Assert.Equal((picture.Stride(0), picture.Stride(1), picture.Stride(2)), (frame.Stride0, frame.Stride1, frame.Stride2));
        Assert.Equal((times, 1), (frame.Times, decoder.FramesRented));
        frame.Release();
        Assert.Equal(0, decoder.FramesRented);
    }

    [Fact]
    public void Access_units_without_a_container_decode_one_by_one_without_delay()
    {
        var path = Clip.Make("units.h264", $"{Clip.Pattern()} -c:v libx264 -tune zerolatency -pix_fmt yuv420p");
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(VideoCodec.H264, [], new() { LowDelay = true });
        using var packet = new MediaPacket();
        var frames = new List<Decoded>();
        for (var i = 0; reader.TryRead(packet); i++)
        {
            Assert.True(decoder.Send(packet.Data, i * 3000));
            Decoded.Drain(decoder, frames);
            Assert.Equal(i + 1, frames.Count);
            Assert.Equal(i * 3000, frames[i].Pts90kHz);
        }
        Assert.Equal(Clip.Raw(path, "yuv420p"), frames.SelectMany(f => f.Samples));
    }

    [Theory, InlineData(VideoCodec.Vp8, "libvpx"), InlineData(VideoCodec.Vp9, "libvpx-vp9")]
    [InlineData(VideoCodec.Av1, "libaom-av1 -cpu-used 8"), InlineData(VideoCodec.Mjpeg, "mjpeg")]
    public void Every_codec_opens_without_a_container(VideoCodec codec, string encoder)
    {
        var layout = codec == VideoCodec.Mjpeg ? "yuvj420p" : "yuv420p";
        var path = Clip.Make($"bare-{codec}.mkv", $"{Clip.Pattern("64x64", 0.2)} -c:v {encoder} -pix_fmt {layout}");
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(codec);
        using var packet = new MediaPacket();
        var frames = new List<Decoded>();
        for (var i = 0; reader.TryRead(packet); i++)
        {
            decoder.Send(packet.Data, i);
            Decoded.Drain(decoder, frames);
        }
        decoder.SendEnd();
        Decoded.Drain(decoder, frames);
        Assert.Equal([0, 1, 2, 3, 4], frames.Select(f => f.Pts90kHz));
    }

    [Fact]
    public void Extradata_carries_parameter_sets_that_the_stream_leaves_out()
    {
        var path = Clip.Make("parameters.h264", $"{Clip.Pattern("64x64", 0.2)} -c:v libx264 -tune zerolatency -pix_fmt yuv420p");
        var stream = File.ReadAllBytes(path).AsSpan();
        var split = stream.IndexOf((ReadOnlySpan<byte>)[0, 0, 1, 0x65]); // the first IDR slice
        using var decoder = VideoDecoder.Open(VideoCodec.H264, stream[..split]);
        var next = stream[(split + 4)..].IndexOf((ReadOnlySpan<byte>)[0, 0, 1, 0x41]);
        decoder.Send(stream.Slice(split, next + 4), 0);
        decoder.SendEnd();
        using var frame = decoder.Receive();
        Assert.NotNull(frame);
    }

    [Fact]
    public void Rubbish_is_counted_and_the_next_key_frame_repairs_the_stream()
    {
        using var reader = MediaReader.Open(Clip.Make("keys.h264", $"{Clip.Pattern()} -c:v libx264 -tune zerolatency -g 5 -pix_fmt yuv420p"));
        using var decoder = VideoDecoder.Open(VideoCodec.H264);
        using var packet = new MediaPacket();
        var frames = new List<Decoded>();
        var rubbish = new byte[200];
        new Random(7).NextBytes(rubbish);
        for (var i = 0; reader.TryRead(packet); i++)
        {
            decoder.Send(i is 3 ? rubbish : packet.Data, i);
            Decoded.Drain(decoder, frames);
        }
        Assert.True(decoder.DecodeErrors + decoder.CorruptFrames > 0);
        Assert.Contains(frames, f => f is { Pts90kHz: 5, IsKey: true, IsCorrupt: false });
        Assert.Equal(24, frames[^1].Pts90kHz);
    }

    [Fact]
    public void A_slice_that_is_cut_marks_its_frame_corrupt()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var packet = new MediaPacket();
        Assert.True(reader.TryRead(packet));
        decoder.Send(packet.Data[..(packet.Data.Length / 2)], 0);
        decoder.SendEnd();
        using var frame = decoder.Receive();
        Assert.True(frame is { IsCorrupt: true } || decoder.DecodeErrors > 0);
    }

    [Fact]
    public void Under_load_non_key_frames_can_be_left_out()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var decoder = VideoDecoder.Open(reader.Video);
        decoder.Skip = FrameSkip.NonKey;
        var keys = Decoded.All(reader, decoder);
        Assert.Equal([0, 36000, 72000], keys.Select(f => f.Pts90kHz));
        decoder.Skip = FrameSkip.None;
        reader.SeekToStart();
        decoder.Flush();
        Assert.Equal(25, Decoded.All(reader, decoder).Count);
        Assert.Equal(28, decoder.Frames);
    }

    [Fact]
    public void A_stream_larger_than_allowed_is_not_decoded()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var packet = new MediaPacket();
        Assert.True(reader.TryRead(packet));
        using var decoder = VideoDecoder.Open(VideoCodec.H264, [], new() { MaxPixels = 100 * 100 });
        var annexB = File.ReadAllBytes(Clip.Make("plain.h264", $"-i {Clip.Plain} -c copy"));
        Assert.Empty(Units(decoder, annexB));
        Assert.True(decoder.DecodeErrors > 0);
    }

    [Fact]
    public void An_empty_access_unit_is_refused()
    {
        using var decoder = VideoDecoder.Open(VideoCodec.H264);
        Assert.Throws<ArgumentException>(() => decoder.Send([], 0));
    }

    private static List<Decoded> Units(VideoDecoder decoder, byte[] bytes)
    {
        var frames = new List<Decoded>();
        decoder.Send(bytes, 0);
        decoder.SendEnd();
        Decoded.Drain(decoder, frames);
        return frames;
    }

    /// <summary>A packet of some other library.</summary>
    private sealed class Copy(byte[] bytes, bool isKey) : IMediaPacket
    {
        public ReadOnlySpan<byte> Data => bytes;

        public bool IsKey => isKey;
    }
}

using Media;
using Xunit;

namespace FFmpeg.Tests;

public class EncodeTests
{
    [Theory, InlineData("mp4"), InlineData("mov"), InlineData("mkv"), InlineData("webm")]
    public void Frames_come_back_in_number_and_time_and_nearly_in_samples(string container)
    {
        var target = Clip.Path($"round-trip.{container}");
        var sent = Encoded.File(Clip.BFrames, target);
        var back = Decoded.All(target);
        Assert.Equal(25, back.Count);
        // Matroska's clock ticks in milliseconds, 90 of ours.
        Assert.All(sent.Zip(back), pair => Assert.InRange(pair.Second.Pts90kHz - pair.First.Pts90kHz, -45, 45));
        Assert.InRange(sent.Zip(back).Min(pair => Encoded.Psnr(pair.First.Samples, pair.Second.Samples)), container == "webm" ? 30 : 36, 99);
    }

    [Theory, InlineData(161, 121), InlineData(162, 121), InlineData(161, 120)]
    public void An_odd_size_is_padded_with_its_last_column_and_row(int width, int height)
    {
        var source = Clip.Make($"odd-{width}x{height}.mkv", $"{Clip.Pattern($"{width}x{height}", 0.2)} -c:v ffv1 -pix_fmt yuv420p");
        using var reader = MediaReader.Open(source);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var copier = new FrameCopier(1);
        foreach (var frame in Encoded.Frames(reader, decoder))
        {
            using var copy = copier.Copy(frame);
            var (samples, padded) = (Decoded.Copy(frame), Decoded.Copy(copy));
            frame.Dispose();
            Assert.Equal((width + width % 2, height + height % 2), (padded.Width, padded.Height));
            for (var y = 0; y < padded.Height; y++)
                for (var x = 0; x < padded.Width; x++)
                    Assert.Equal(samples.Samples[Math.Min(y, height - 1) * width + Math.Min(x, width - 1)], padded.Samples[y * padded.Width + x]);
            Assert.Equal(samples.Samples[(width * height)..], padded.Samples[(padded.Width * padded.Height)..]);
        }
    }

    [Theory, InlineData("mp4"), InlineData("webm")]
    public void An_odd_size_is_encoded(string container)
    {
        var source = Clip.Make("odd-source.mkv", $"{Clip.Pattern("161x121", 0.2)} -c:v ffv1 -pix_fmt yuv420p");
        var target = Clip.Path($"odd-encoded.{container}");
        Encoded.File(source, target);
        Assert.All(Decoded.All(target), frame => Assert.Equal((162, 122), (frame.Width, frame.Height)));
        Assert.Equal(5, Decoded.All(target).Count);
    }

    [Theory]
    [InlineData("bt709", "tv", "tv,bt709,bt709,bt709"), InlineData("smpte170m", "pc", "pc,smpte170m,bt709,bt709"), InlineData("bt2020nc", "tv", "tv,bt2020nc,bt709,bt709")]
    public void Colour_tags_are_those_of_the_source(string matrix, string range, string expected)
    {
        var source = Clip.Make($"tags-{matrix}-{range}.mp4",
            $"{Clip.Pattern("64x64", 0.1)} -c:v libx264 -pix_fmt yuv420p -colorspace {matrix} -color_range {range} -color_primaries bt709 -color_trc bt709");
        var target = Clip.Path($"tags-{matrix}-{range}-again.mp4");
        Encoded.File(source, target);
        Assert.Equal([expected], Encoded.Probe(target, "stream=color_range,color_space,color_transfer,color_primaries"));
    }

    [Fact]
    public void What_the_source_left_unsaid_stays_unsaid()
    {
        var target = Clip.Path("untagged-again.mp4");
        Encoded.File(Clip.Plain, target);
        Assert.Equal(["unknown,unknown,unknown,unknown"], Encoded.Probe(target, "stream=color_range,color_space,color_transfer,color_primaries"));
    }

    [Fact]
    public void Ten_bit_video_keeps_its_tags_though_it_becomes_8_bit()
    {
        var source = Clip.Make("tags-10.mp4", $"{Clip.Pattern("64x64", 0.1)} -c:v libx264 -pix_fmt yuv420p10le -colorspace bt2020nc -color_range tv -color_trc smpte2084");
        var target = Clip.Path("tags-10-again.mp4");
        Encoded.File(source, target);
        Assert.Equal(["yuv420p,tv,bt2020nc,smpte2084"], Encoded.Probe(target, "stream=pix_fmt,color_range,color_space,color_transfer"));
    }

    [Theory, InlineData("libx264rgb"), InlineData("png")]
    public void Rgb_video_becomes_limited_601_and_says_so(string encoder)
    {
        var source = Clip.Make($"rgb-{encoder}.mkv", $"{Clip.Pattern("64x64", 0.2)} -c:v {encoder} -crf 5");
        var target = Clip.Path($"rgb-{encoder}-again.mp4");
        Encoded.File(source, target, options => options with { Quality = 5 });
        Assert.Equal(["tv,smpte170m"], Encoded.Probe(target, "stream=color_range,color_space"));
        Assert.InRange(Encoded.Psnr(Clip.Raw(source, "yuv420p"), Clip.Raw(target, "yuv420p")), 38, 99);
    }

    [Theory]
    [InlineData(PixelFormat.I420, ColorMatrix.Bt709, true, 1, true), InlineData(PixelFormat.I420, ColorMatrix.Bt601, false, 6, false)]
    [InlineData(PixelFormat.Nv12, ColorMatrix.Bt709, false, 1, false), InlineData(PixelFormat.Rgb24, ColorMatrix.Bt601, true, 6, false)]
    public unsafe void Raw_samples_are_copied_with_the_colours_that_are_said_of_them(PixelFormat format, ColorMatrix matrix, bool full, int expected, bool expectedFull)
    {
        // 4 x 2 mid grey, rows of 16 bytes; every plane may begin at the same sample.
        var samples = stackalloc byte[32];
        new Span<byte>(samples, 32).Fill(128);
        var plane = (nint)samples;
        var planes = format switch { PixelFormat.I420 => 3, PixelFormat.Nv12 => 2, _ => 1 };
        using var copier = new FrameCopier(1);
        using var copy = copier.Copy(new Frame
        {
            Format = format, Width = 4, Height = 2, Matrix = matrix, Range = full ? ColorRange.Full : ColorRange.Limited,
            Plane0 = plane, Plane1 = planes > 1 ? plane : 0, Plane2 = planes > 2 ? plane : 0,
            Stride0 = 16, Stride1 = planes > 1 ? 16 : 0, Stride2 = planes > 2 ? 16 : 0,
        });
        Assert.All(Decoded.Copy(copy).Samples, sample => Assert.InRange(sample, 125, 129));
        var signal = VideoSignal.Of(copy);
        Assert.Equal((expected, expectedFull), (signal.Matrix, signal.FullRange));
    }

    [Fact]
    public void The_shape_of_a_pixel_is_kept_also_by_a_quarter_turn()
    {
        var source = Clip.Make("wide-pixels.mp4", $"{Clip.Pattern("64x48", 0.2)} -vf setsar=16/11 -c:v libx264 -pix_fmt yuv420p");
        var turned = Clip.Make("wide-pixels-turned.mp4", $"-i {source} -c copy -metadata:s:v rotate=90");
        var (target, turnedTarget) = (Clip.Path("wide-again.mp4"), Clip.Path("high-again.mp4"));
        Encoded.File(source, target);
        Encoded.File(turned, turnedTarget);
        Assert.Equal(["64,48,16:11"], Encoded.Probe(target, "stream=width,height,sample_aspect_ratio"));
        Assert.Equal(["48,64,11:16"], Encoded.Probe(turnedTarget, "stream=width,height,sample_aspect_ratio"));
    }

    // With the time base for a frame rate, x264 wrote level 6.2, which hardware decoders refuse.
    [Fact]
    public void The_level_fits_the_size_and_rate()
    {
        var target = Clip.Path("level.mp4");
        Encoded.File(Clip.Plain, target);
        Assert.Equal(["13"], Encoded.Probe(target, "stream=level"));
    }

    [Fact]
    public void A_live_encoder_gives_a_packet_for_each_frame_at_once_with_headers_in_the_stream()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var copier = new FrameCopier(1);
        using var encoder = VideoEncoder.Open(new() { Width = 320, Height = 240, FrameRate = 25, Live = true, HeadersInStream = true, BitRate = 500_000, GopFrames = 10 });
        using var packet = new MediaPacket();
        var keys = 0;
        foreach (var frame in Encoded.Frames(reader, decoder))
        {
            using var copy = copier.Copy(frame);
            frame.Dispose();
            encoder.Send(copy);
            Assert.True(encoder.Receive(packet));
            Assert.Equal(copy.Pts90kHz, packet.Pts90kHz);
            if (packet.IsKey)
                Assert.Equal(7, Assert.Single(NalTypes(packet.Data), type => type == 7)); // one SPS
            keys += packet.IsKey ? 1 : 0;
            Assert.False(encoder.Receive(packet));
        }
        Assert.Equal(3, keys);
    }

    // A decoder marks frames with the type they had; an encoder would take that for an order.
    [Fact]
    public void Decoded_frames_may_be_sent_as_they_are()
    {
        using var reader = MediaReader.Open(Clip.BFrames);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var encoder = VideoEncoder.Open(new() { Width = 160, Height = 120, Live = true });
        using var packet = new MediaPacket();
        var keys = 0;
        foreach (var frame in Encoded.Frames(reader, decoder))
        {
            encoder.Send(frame);
            frame.Dispose();
            Assert.True(encoder.Receive(packet));
            keys += packet.IsKey ? 1 : 0;
        }
        Assert.Equal(1, keys);
    }

    [Fact]
    public void A_frame_of_another_size_is_scaled_and_a_time_that_does_not_grow_is_moved_on()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var encoder = VideoEncoder.Open(new() { Width = 100, Height = 50, Live = true });
        using var packet = new MediaPacket();
        var times = new List<long?>();
        foreach (var frame in Encoded.Frames(reader, decoder))
        {
            encoder.Send(frame);
            encoder.Receive(packet);
            times.Add(packet.Pts90kHz);
            encoder.Send(frame);
            encoder.Receive(packet);
            times.Add(packet.Pts90kHz);
            frame.Dispose();
        }
        Assert.Equal([0, 1, 3600, 3601, 7200], times.Take(5));
    }

    [Fact]
    public void Copying_encoding_and_writing_allocate_nothing_per_frame()
    {
        using var reader = MediaReader.Open(Clip.Plain);
        using var decoder = VideoDecoder.Open(reader.Video);
        var frames = Encoded.Frames(reader, decoder).ToList();
        using var copier = new FrameCopier(2);
        using var encoder = VideoEncoder.Open(VideoEncoderOptions.For(frames[0]) with { FrameRate = 25 });
        using var writer = MediaWriter.Create(Clip.Path("allocation.mp4"), MediaContainer.Mp4, encoder, fragmented: true);
        using var packet = new MediaPacket();
        var passes = 0;
        Pass(0);
        Assert.Equal(0, Allocated.By(() => Pass(++passes * 90_000)));
        frames.ForEach(frame => frame.Dispose());

        void Pass(long start)
        {
            for (var i = 0; i < frames.Count; i++)
            {
                using var copy = copier.Copy(frames[i]);
                copy.Pts90kHz = start + 3600 * i;
                encoder.Send(copy);
                while (encoder.Receive(packet))
                    writer.Write(packet);
            }
        }
    }

    [Theory]
    [InlineData(VideoCodec.Av1, 64, 64, "Av1"), InlineData(VideoCodec.H264, 65, 64, "Width"), InlineData(VideoCodec.H264, 64, 0, "Height"), InlineData(VideoCodec.Vp8, 16_384, 64, "Width")]
    public void Options_out_of_bounds_are_refused_by_name(VideoCodec codec, int width, int height, string named)
    {
        var error = Assert.ThrowsAny<Exception>(() => VideoEncoder.Open(new() { Codec = codec, Width = width, Height = height }));
        Assert.Contains(named, error.Message);
    }

    /// <summary>Types of the NAL units in an Annex B access unit.</summary>
    private static List<int> NalTypes(ReadOnlySpan<byte> unit)
    {
        var types = new List<int>();
        for (var i = 0; i + 3 < unit.Length; i++)
            if (unit[i..].StartsWith((ReadOnlySpan<byte>)[0, 0, 1]))
                types.Add(unit[i + 3] & 31);
        return types;
    }
}

using System.Runtime.InteropServices;
using FFmpeg;
using Media;
using Streaming.Decode;
using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Decode;

/// <summary>Half a second of H.264 whose B-frames no other frame needs.</summary>
public sealed class StreamDecoderTests
{
    private const int Frames = 61;

    [Fact]
    public void Units_that_are_wanted_all_come_out()
    {
        using var decoder = Open(VideoCodec.H264);
        Assert.Equal(Enumerable.Range(0, Frames).Select(Pts), Run(decoder, _ => true));
        Assert.Equal((0, 0), (decoder.WithoutFrame, decoder.Errors));
    }

    // Where a clock stands there is no order but the pictures' own.
    [Fact]
    public void Frames_come_out_at_times_that_ascend_whatever_those_of_their_units_are()
    {
        using var decoder = Open(VideoCodec.H264);
        var times = new List<FrameTimes>();
        foreach (var (data, pts) in Units())
        {
            decoder.Send(EncodedUnit.Of(data, new FrameTimes(77, pts < Pts(10) ? 5u : 77u, null, 0, default), KeyUnit.Is(VideoCodec.H264, data)), wanted: true);
            Receive();
        }

        decoder.SendEnd();
        Receive();
        Assert.Equal(Frames, times.Count);
        Assert.Equal(Enumerable.Range(77, Frames).Select(pts => (long)pts), times.Select(time => time.Pts90kHz));
        // A timestamp that came by RTP is what it was; one that was made of the time still is.
        Assert.All(times, time => Assert.True(time.RtpTimestamp == 5 || time.RtpTimestamp == time.Pts90kHz));

        void Receive()
        {
            while (decoder.TryNext(out _))
            {
                var frame = decoder.Take();
                times.Add(frame.Times);
                frame.Release();
            }
        }
    }

    [Fact]
    public void Units_that_are_not_wanted_are_left_out_where_no_other_needs_them_and_counted()
    {
        using var decoder = Open(VideoCodec.H264);
        var shown = Run(decoder, _ => false).Count;
        Assert.InRange(shown, 2, Frames - 10);
        Assert.Equal((Frames - shown, 0), (decoder.WithoutFrame, decoder.Errors));
    }

    [Fact]
    public void Wanted_frames_are_the_same_whether_others_are_left_out_or_not()
    {
        List<byte[]> all = [], thinned = [];
        using var whole = Open(VideoCodec.H264);
        Run(whole, _ => true, frame => all.Add(Luma(frame)));
        using var some = Open(VideoCodec.H264);
        var times = Run(some, pts => pts % Pts(6) == 0, frame => thinned.Add(Luma(frame)));
        Assert.NotEqual(0, some.WithoutFrame);
        foreach (var (pts, luma) in times.Zip(thinned))
            Assert.Equal(all[(int)(pts / Pts(1))], luma);
    }

    [Fact]
    public void Of_a_codec_without_references_any_unit_may_be_left_out()
    {
        using var decoder = Open(VideoCodec.Mjpeg);
        decoder.Send(EncodedUnit.Of(new byte[100], default, isKey: true), wanted: false);
        Assert.False(decoder.TryNext(out _));
        Assert.Equal((1, 0), (decoder.WithoutFrame, decoder.Errors));
    }

    private static StreamDecoder Open(VideoCodec codec) =>
        (StreamDecoder)StreamDecoder.Open(new PushSource("push://x", PushFormat.Encoded(codec, default), 4, canWait: true, () => { }), TimeProvider.System);

    private static List<long> Run(StreamDecoder decoder, Func<long, bool> wanted, Action<Frame>? take = null)
    {
        var times = new List<long>();
        foreach (var (data, pts) in Units())
        {
            decoder.Send(EncodedUnit.Of(data, new FrameTimes(pts, 0, null, 0, default), KeyUnit.Is(VideoCodec.H264, data)), wanted(pts));
            Receive();
        }

        decoder.SendEnd();
        Receive();
        return times;

        void Receive()
        {
            while (decoder.TryNext(out var pts))
            {
                var frame = decoder.Take();
                Assert.Equal(pts, frame.Times.Pts90kHz);
                times.Add(pts);
                take?.Invoke(frame);
                frame.Release();
            }
        }
    }

    /// <summary>A bright square on its way, in decoding order.</summary>
    private static List<(byte[] Data, long Pts)> Units()
    {
        var samples = GC.AllocateUninitializedArray<byte>(64 * 64 * 3 / 2, pinned: true);
        var luma = Marshal.UnsafeAddrOfPinnedArrayElement(samples, 0);
        var units = new List<(byte[], long)>();
        using var encoder = VideoEncoder.Open(new() { Width = 64, Height = 64, FrameRate = 30, BFrames = 2, HeadersInStream = true, Threads = 1 });
        using var copier = new FrameCopier(4);
        using var packet = new MediaPacket();
        for (var index = 0; index < Frames; index++)
        {
            Array.Fill(samples, (byte)128);
            for (var y = 20; y < 40; y++)
                samples.AsSpan(y * 64 + index % 40, 20).Fill(220);
            using var picture = copier.Copy(new Frame
            {
                Format = PixelFormat.I420, Width = 64, Height = 64, Matrix = ColorMatrix.Bt709,
                Plane0 = luma, Plane1 = luma + 4096, Plane2 = luma + 5120, Stride0 = 64, Stride1 = 32, Stride2 = 32,
            });
            picture.Pts90kHz = Pts(index);
            encoder.Send(picture);
            Receive();
        }

        encoder.SendEnd();
        Receive();
        return units;

        void Receive()
        {
            while (encoder.Receive(packet))
                units.Add((packet.Data.ToArray(), packet.Pts90kHz!.Value));
        }
    }

    private static byte[] Luma(Frame frame)
    {
        var rows = new byte[frame.Width * frame.Height];
        for (var y = 0; y < frame.Height; y++)
            Marshal.Copy(frame.Plane0 + y * frame.Stride0, rows, y * frame.Width, frame.Width);
        return rows;
    }

    private static long Pts(int frame) => frame * 3000L;
}

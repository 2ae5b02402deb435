using Xunit;

namespace FFmpeg.Tests;

public class FramePoolTests
{
    [Fact]
    public void A_disposed_frame_is_the_next_one_handed_out()
    {
        using var pool = new FramePool(2);
        var frame = pool.Rent();
        frame.Dispose();
        Assert.Same(frame, pool.Rent());
        Assert.Equal(1, pool.Rented);
        frame.Dispose();
    }

    [Fact]
    public void A_second_dispose_does_not_return_it_twice()
    {
        using var pool = new FramePool(4);
        var frame = pool.Rent();
        frame.Dispose();
        frame.Dispose();
        using var first = pool.Rent();
        using var second = pool.Rent();
        Assert.NotSame(first, second);
    }

    [Fact]
    public void Frames_over_the_capacity_are_freed()
    {
        using var pool = new FramePool(1);
        var (first, second) = (pool.Rent(), pool.Rent());
        first.Dispose();
        second.Dispose();
        Assert.False(first.Handle.IsClosed);
        Assert.True(second.Handle.IsClosed);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void A_frame_outlives_its_pool()
    {
        var pool = new FramePool(4);
        var frame = pool.RentSamples(64, 48, PixelFormats.Rgb24);
        pool.Dispose();
        Assert.NotEqual(0, frame.Plane(0));
        frame.Dispose();
        Assert.True(frame.Handle.IsClosed);
    }

    [Fact]
    public void Kept_memory_is_used_again_for_the_same_shape_only()
    {
        using var pool = new FramePool(4, keepsSamples: true);
        var frame = pool.RentSamples(64, 48, PixelFormats.Rgb24);
        var memory = frame.Plane(0);
        frame.Dispose();
        using (var same = pool.RentSamples(64, 48, PixelFormats.Rgb24)) Assert.Equal(memory, same.Plane(0));
        using var other = pool.RentSamples(64, 480, PixelFormats.Rgb24);
        Assert.Equal(480, other.Native.Height);
    }

    [Fact]
    public async Task Frames_stay_valid_after_their_decoder_and_reader_are_closed_and_are_disposed_elsewhere()
    {
        var frames = new List<VideoFrame>();
        using (var reader = MediaReader.Open(Clip.BFrames))
        using (var decoder = VideoDecoder.Open(reader.Video))
        using (var packet = new MediaPacket())
        {
            while (reader.TryRead(packet))
            {
                decoder.Send(packet);
                while (decoder.Receive() is { } frame)
                    frames.Add(frame);
            }
            Assert.Equal(frames.Count, decoder.FramesRented);
        }
        var expected = Clip.Raw(Clip.BFrames, "yuv420p");
        Assert.Equal(expected.Take(frames.Count * 160 * 120 * 3 / 2), frames.SelectMany(f => Decoded.Copy(f).Samples));
        await Task.WhenAll(frames.Select(frame => Task.Run(frame.Dispose, TestContext.Current.CancellationToken)));
        Assert.All(frames, frame => Assert.True(frame.Handle.IsClosed));
    }
}

using Annotate.Tests;
using FFmpeg;
using Media;
using Streaming.Snapshots;
using Wire.V1;
using Xunit;
using DetectedObject = Wire.V1.DetectedObject;
using PixelFormat = Media.PixelFormat;

namespace Streaming.Tests.Snapshots;

public sealed class SnapshotTapTests
{
    private static readonly SnapshotFormat Plain = new(Annotated: false, Quality: 90, Width: 0);
    private static readonly GuardedPicture Picture = new(PixelFormat.I420, 64, 48);

    private readonly SnapshotTap _tap = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void Offer(int sequence, Frame? frame = null) => _tap.Offer(frame ?? Picture.Frame, Result(sequence), ["person"]);

    private static FrameResult Result(int sequence) => new()
    {
        Sequence = sequence,
        Objects = { new DetectedObject { Label = "person", Score = 0.9f, Box = new Box { XMin = 8, YMin = 8, XMax = 56, YMax = 40 } } },
    };

    [Fact]
    public void While_nobody_asks_no_plane_is_touched()
    {
        // Whoever read it would crash.
        var nowhere = Picture.Frame with { Plane0 = 8, Plane1 = 8, Plane2 = 8 };
        for (var i = 0; i < 100; i++)
            Offer(i, nowhere);
        Assert.Equal(0, _tap.Captured);
    }

    [Fact]
    public async Task Whoever_asks_for_a_frame_that_cannot_be_copied_is_told()
    {
        var asked = _tap.NextAsync(Plain, Cancel);
        Assert.ThrowsAny<Exception>(() => Offer(0, Picture.Frame with { Width = int.MaxValue }));
        await Assert.ThrowsAnyAsync<Exception>(() => asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.True(asked.IsFaulted);
    }

    [Fact]
    public async Task Many_who_ask_share_one_copy_and_alike_looks_one_picture()
    {
        var plain = Enumerable.Range(0, 10).Select(_ => _tap.NextAsync(Plain, Cancel)).ToList();
        var small = _tap.NextAsync(Plain with { Width = 32 }, Cancel);
        Offer(5);
        Offer(6);
        var pictures = await Task.WhenAll(plain);
        Assert.All(pictures, picture => Assert.Same(pictures[0]!.Jpeg, picture!.Jpeg));
        Assert.Equal((5, 5), (pictures[0]!.Result.Sequence, (await small)!.Result.Sequence));
        Assert.Equal((64, 48), SizeOf(pictures[0]!.Jpeg));
        Assert.Equal((32, 24), SizeOf((await small)!.Jpeg));
        Assert.Equal(1, _tap.Captured);
    }

    [Fact]
    public async Task Who_asks_later_gets_a_later_frame()
    {
        var first = _tap.NextAsync(Plain, Cancel);
        Offer(1);
        Assert.Equal(1, (await first)!.Result.Sequence);
        var second = _tap.NextAsync(Plain, Cancel);
        // The first picture is done before its asker knows, but its place is free a moment later.
        var (sequence, taken) = (1, 0);
        await Eventually.Be(() =>
        {
            Offer(++sequence);
            if (taken == 0 && _tap.Captured == 2)
                taken = sequence;
            return second.IsCompleted;
        }, "it gets one");
        Assert.Equal((taken, 2), ((await second)!.Result.Sequence, _tap.Captured));
    }

    [Fact]
    public async Task What_was_found_is_drawn_where_it_is_at_any_size()
    {
        var (plain, annotated) = (_tap.NextAsync(Plain, Cancel), _tap.NextAsync(Plain with { Annotated = true }, Cancel));
        var small = _tap.NextAsync(Plain with { Annotated = true, Width = 32 }, Cancel);
        Offer(1);
        // Grey, but for the lines: the left edge of the box, in its middle. Near lines JPEG is not quite grey.
        Assert.Equal(0, Colour(await plain, 8, 30));
        Assert.InRange(Colour(await annotated, 8, 30), 40, 255);
        Assert.InRange(Colour(await small, 4, 16), 40, 255);
        Assert.InRange(Colour(await small, 16, 16), 0, 15);
    }

    [Fact]
    public async Task When_the_stream_ends_nobody_waits_on()
    {
        var waiting = _tap.NextAsync(Plain, Cancel);
        _tap.Complete();
        Assert.Null(await waiting);
        Assert.Null(await _tap.NextAsync(Plain, Cancel));
        Offer(1);
        Assert.Equal(0, _tap.Captured);
    }

    [Fact]
    public async Task Nothing_is_copied_for_who_gave_up()
    {
        using var timeout = new CancellationTokenSource();
        var waiting = _tap.NextAsync(Plain, timeout.Token);
        await timeout.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Offer(1);
        Assert.Equal(0, _tap.Captured);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_made_is_its_askers_fault_alone()
    {
        var (bad, good) = (_tap.NextAsync(Plain with { Quality = 0 }, Cancel), _tap.NextAsync(Plain, Cancel));
        Offer(1);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => bad);
        Assert.NotNull(await good);
    }

    private static (int Width, int Height) SizeOf(byte[] jpeg)
    {
        using var picture = PictureDecoder.Decode(jpeg);
        return (picture.Width, picture.Height);
    }

    /// <summary>How far a pixel is from grey.</summary>
    private static int Colour(Snapshot? snapshot, int x, int y)
    {
        using var picture = PictureDecoder.Decode(snapshot!.Jpeg);
        using var converter = new PixelConverter();
        using var rgb = converter.ToRgb(picture, picture.Width, picture.Height);
        var pixel = new byte[3];
        System.Runtime.InteropServices.Marshal.Copy(rgb.Plane(0) + y * rgb.Stride(0) + 3 * x, pixel, 0, 3);
        return pixel.Max() - pixel.Min();
    }
}

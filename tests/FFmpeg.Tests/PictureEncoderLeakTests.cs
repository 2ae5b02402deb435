using FFmpeg.Native;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Runs when no other test does, which would hold handles, too.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class PictureEncoderLeakTests
{
    [Fact]
    public void Nothing_is_left_behind()
    {
        using var frame = PictureDecoder.Decode(File.ReadAllBytes(Clip.Make("jpeg-left.png", $"{Clip.Pattern("32x32")} -frames:v 1")));
        Settle();
        var before = NativeHandle.Live;
        Parallel.For(0, 500, _ => PictureEncoder.EncodeJpeg(frame, 75));
        Assert.Equal(before, NativeHandle.Live);
    }

    /// <summary>What earlier tests left to the finalizers is gone.</summary>
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}

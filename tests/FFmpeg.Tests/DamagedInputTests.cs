using FFmpeg.Native;
using Media;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Alone in its collection: it counts the native objects of the whole process.</summary>
[CollectionDefinition(nameof(DamagedInputTests), DisableParallelization = true)]
[Collection(nameof(DamagedInputTests))]
public class DamagedInputTests
{
    [Theory, InlineData("mp4", 400), InlineData("mkv", 300), InlineData("ts", 300)]
    public void Cut_and_flipped_clips_neither_crash_nor_leak(string container, int rounds)
    {
        var whole = File.ReadAllBytes(Clip.Make($"victim.{container}", $"{Clip.Pattern("64x48", 0.4)} -c:v libx264 -bf 2 -pix_fmt yuv420p"));
        var random = new Random(20_261);
        var (opened, frames) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var path = Clip.Write($"damaged.{container}", Damage(whole, random));
            try
            {
                frames += Decoded.All(path).Count;
                opened++;
            }
            catch (MediaException error)
            {
                Assert.StartsWith("damaged.", error.Message);
            }
        }
        Assert.InRange(opened, rounds / 4, rounds);
        Assert.InRange(frames, rounds, rounds * 10);
        AssertNothingLives();
    }

    [Fact]
    public void Damaged_pictures_neither_crash_nor_leak()
    {
        var random = new Random(5);
        foreach (var extension in new[] { "jpg", "png", "webp" })
        {
            var whole = File.ReadAllBytes(Clip.Make($"victim.{extension}", $"{Clip.Pattern("64x48")} -frames:v 1"));
            for (var round = 0; round < 200; round++)
            {
                try
                {
                    PictureDecoder.Decode(Damage(whole, random)).Dispose();
                }
                catch (MediaException)
                {
                }
            }
        }
        AssertNothingLives();
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.AsSpan(0, random.Next(2) == 0 ? random.Next(1, whole.Length) : whole.Length).ToArray();
        for (var flips = random.Next(8); flips > 0; flips--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    // Frames that another test dropped without disposing are the finalizer's.
    private static void AssertNothingLives()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, NativeHandle.Live);
    }
}

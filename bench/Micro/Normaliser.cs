using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FFmpeg;

namespace Micro;

/// <summary>What follows swscale in a pipeline of two steps: RGB24 to padded planes of floats. As fast as the baseline deserves.</summary>
internal static class Normaliser
{
    private const float Padding = 114f / 255;

    /// <summary>Where the red, green and blue bytes of 16 pixels are in each of their three vectors; 128 and above is none.</summary>
    private static readonly Vector128<byte>[] Places = [.. Enumerable.Range(0, 9).Select(i => PlacesOf(channel: i / 3, vector: i % 3))];

    /// <summary>Fills [3, height, width] f32 in 0..1; the picture is as wide as the tensor and stands in its middle.</summary>
    public static unsafe void Fill(VideoFrame rgb, Span<float> tensor, int width, int height)
    {
        var plane = width * height;
        var top = (height - rgb.Height) / 2 * width;
        var bottom = top + rgb.Height * width;
        for (var channel = 0; channel < 3; channel++)
        {
            tensor.Slice(channel * plane, top).Fill(Padding);
            tensor[(channel * plane + bottom)..((channel + 1) * plane)].Fill(Padding);
        }

        for (var y = 0; y < rgb.Height; y++)
            Row((byte*)rgb.Plane(0) + (nint)y * rgb.Stride(0), ref tensor[top + y * width], plane, width);
    }

    private static unsafe void Row(byte* source, ref float red, int plane, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(width % 16, 0);
        Vector128<byte> r0 = Places[0], r1 = Places[1], r2 = Places[2], g0 = Places[3], g1 = Places[4], g2 = Places[5];
        Vector128<byte> b0 = Places[6], b1 = Places[7], b2 = Places[8];
        for (var x = 0; x < width; x += 16, source += 48, red = ref Unsafe.Add(ref red, 16))
        {
            var (first, second, third) = (Vector128.Load(source), Vector128.Load(source + 16), Vector128.Load(source + 32));
            Store(Ssse3.Shuffle(first, r0) | Ssse3.Shuffle(second, r1) | Ssse3.Shuffle(third, r2), ref red);
            Store(Ssse3.Shuffle(first, g0) | Ssse3.Shuffle(second, g1) | Ssse3.Shuffle(third, g2), ref Unsafe.Add(ref red, plane));
            Store(Ssse3.Shuffle(first, b0) | Ssse3.Shuffle(second, b1) | Ssse3.Shuffle(third, b2), ref Unsafe.Add(ref red, 2 * plane));
        }
    }

    private static void Store(Vector128<byte> samples, ref float target)
    {
        var scale = Vector256.Create(1f / 255);
        (Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(samples)) * scale).StoreUnsafe(ref target);
        var upper = Sse2.ShiftRightLogical128BitLane(samples, 8);
        (Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(upper)) * scale).StoreUnsafe(ref target, 8);
    }

    private static Vector128<byte> PlacesOf(int channel, int vector)
    {
        var places = new byte[16];
        for (var pixel = 0; pixel < 16; pixel++)
            places[pixel] = pixel * 3 + channel - vector * 16 is >= 0 and < 16 and var place ? (byte)place : (byte)128;
        return Vector128.Create(places);
    }
}

using Inference.Preprocess;
using Media;
using Xunit;

namespace Inference.Tests.Preprocess;

/// <summary>Every kernel against the scalar twin, to the bit, on planes that end or begin at pages without access.</summary>
public class LetterboxAgreementTests
{
    /// <summary>Tiny, odd, around each kernel's window, equal to the input, shrunk by whole and by broken ratios, enlarged.</summary>
    private static readonly (int Width, int Height, int InputWidth, int InputHeight)[] Sizes =
    [
        (1, 1, 32, 32), (2, 3, 32, 32), (3, 2, 64, 32), (1, 500, 64, 64), (500, 1, 64, 64), (7, 9, 32, 64), (15, 15, 32, 32),
        (16, 16, 32, 32),
        (17, 33, 32, 32), (31, 31, 96, 96), (63, 40, 64, 64), (64, 64, 64, 64), (65, 63, 64, 64), (127, 99, 160, 128), (128, 72, 96, 96),
        (129, 65, 320, 320), (255, 200, 64, 64), (256, 144, 320, 192), (257, 301, 160, 160), (639, 361, 640, 640), (640, 360, 640, 384),
        (641, 359, 320, 320), (1000, 37, 96, 64), (1279, 719, 640, 640), (1920, 1080, 640, 640), (3999, 61, 320, 320), (33, 4001, 320, 320),
        (8000, 8, 32, 32),
    ];

    [Theory]
    [InlineData(nameof(SimdLevel.Avx2), PixelFormat.I420)]
    [InlineData(nameof(SimdLevel.Avx2), PixelFormat.Nv12)]
    [InlineData(nameof(SimdLevel.Avx2), PixelFormat.Rgb24)]
    [InlineData(nameof(SimdLevel.Avx512), PixelFormat.I420)]
    [InlineData(nameof(SimdLevel.Avx512), PixelFormat.Nv12)]
    [InlineData(nameof(SimdLevel.Avx512), PixelFormat.Rgb24)]
    public void A_kernel_gives_the_scalar_twins_bits_and_reads_nothing_beyond_the_planes(string kernel, PixelFormat format)
    {
        var level = Enum.Parse<SimdLevel>(kernel);
        Assert.SkipUnless(SimdLevels.IsSupported(level), $"this machine has no {level}");
        foreach (var (width, height, inputWidth, inputHeight) in Sizes)
        {
            var extraStride = width % 3 * 13;
            using var picture = new TestPicture(format, width, height, extraStride, atStart: height % 2 == 0).Random(width * 31 + height);
            var frame = picture.Frame with { Matrix = (ColorMatrix)(width % 2), Range = (ColorRange)(height % 3 % 2) };

            var expected = Convert<float>(SimdLevel.Scalar, frame, inputWidth, inputHeight, new Letterbox(SimdLevel.Scalar).Convert);
            Assert.Equal(expected, Convert<float>(level, frame, inputWidth, inputHeight, new Letterbox(level).Convert));
            var expectedBytes = Convert<byte>(SimdLevel.Scalar, frame, inputWidth, inputHeight, new Letterbox(SimdLevel.Scalar).Convert);
            Assert.Equal(expectedBytes, Convert<byte>(level, frame, inputWidth, inputHeight, new Letterbox(level).Convert));
        }
    }

    private delegate LetterboxTransform Conversion<T>(in Frame frame, Span<T> tensor, int inputWidth, int inputHeight);

    /// <summary>Converts between sentinels, and checks that they and no tensor element survive.</summary>
    private static T[] Convert<T>(SimdLevel level, in Frame frame, int inputWidth, int inputHeight, Conversion<T> convert)
        where T : unmanaged, IEquatable<T>
    {
        const int margin = 64;
        var sentinel = typeof(T) == typeof(float) ? (T)(object)-7f : (T)(object)(byte)77;
        var buffer = new T[3 * inputWidth * inputHeight + 2 * margin];
        buffer.AsSpan().Fill(sentinel);
        convert(frame, buffer.AsSpan(margin..^margin), inputWidth, inputHeight);

        var name = $"{level} {frame.Format} {frame.Width}×{frame.Height}";
        Assert.False(buffer.AsSpan(..margin).ContainsAnyExcept(sentinel), name + " wrote before the tensor");
        Assert.False(buffer.AsSpan(^margin..).ContainsAnyExcept(sentinel), name + " wrote behind the tensor");
        if (typeof(T) == typeof(float))
            Assert.False(buffer.AsSpan(margin..^margin).Contains(sentinel), name + " left elements out");
        return buffer;
    }
}

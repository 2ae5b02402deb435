using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>How samples are to be shown: colour tags as ITU-T H.273 numbers them, and the shape of a pixel.</summary>
/// <remarks>
/// What a source leaves unsaid stays unsaid in a copy of it, so that a player shows both alike. 0 stands for unsaid
/// everywhere, 2 as well for the three colour numbers.
/// </remarks>
/// <param name="FullRange">Null for unsaid.</param>
/// <param name="PixelWidth">Width of a pixel in <paramref name="PixelHeight"/>s; 0 for unsaid, which is square.</param>
public readonly record struct VideoSignal(int Primaries, int Transfer, int Matrix, bool? FullRange, int PixelWidth, int PixelHeight)
{
    /// <summary>The look of a frame that will be encoded as I420; of RGB, the one its conversion gives.</summary>
    public static VideoSignal Of(VideoFrame frame)
    {
        var native = frame.Native;
        var (width, height) = (native.PixelAspect.Numerator, native.PixelAspect.Denominator);
        if (frame.Format == PixelFormat.Rgb24)
            return new(0, 0, ColorTags.Bt601, FullRange: false, width, height);
        // Layouts such as yuvj420p are full without a tag.
        bool? full = frame.Range == ColorRange.Full ? true : native.ColorRange == ColorTags.RangeLimited ? false : null;
        return new(native.ColorPrimaries, native.ColorTransfer, native.ColorSpace, full, width, height);
    }
}

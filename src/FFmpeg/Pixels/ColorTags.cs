using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>The two colour facts a frame carries, read from libav's tags (numbers of ITU-T H.273).</summary>
internal readonly record struct ColorTags(ColorMatrix Matrix, ColorRange Range)
{
    internal const int Rgb = 0, Bt709 = 1, Bt601 = 6;
    private const int Smpte240 = 7, Bt2020NonConstant = 9, Bt2020Constant = 10;
    internal const int RangeLimited = 1, RangeFull = 2;

    internal static ColorTags Of(AvFrame frame)
    {
        // SMPTE 240M and BT.2020 have luma weights near those of BT.709 (0.212 and 0.263 of red against 0.213). Without a tag it is BT.601, as
        // swscale, the ffmpeg tool and OpenCV take it at every size.
        var matrix = frame.ColorSpace is Bt709 or Smpte240 or Bt2020NonConstant or Bt2020Constant ? ColorMatrix.Bt709 : ColorMatrix.Bt601;
        var isFull = frame.ColorRange == RangeFull || (frame.ColorRange != RangeLimited && PixelFormats.IsFullRangeByDefault(frame.Format));
        return new(matrix, isFull ? ColorRange.Full : ColorRange.Limited);
    }
}

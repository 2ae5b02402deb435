using FFmpeg.Native;

namespace FFmpeg;

/// <summary>The two colour facts a frame carries, read from libav's tags (numbers of ITU-T H.273).</summary>
internal readonly record struct ColorTags(VideoMatrix Matrix, bool FullRange)
{
    internal const int Rgb = 0, Bt709 = 1, Bt601 = 6;
    private const int Smpte240 = 7, Bt2020NonConstant = 9, Bt2020Constant = 10;
    internal const int RangeLimited = 1, RangeFull = 2;

    internal static ColorTags Of(AvFrame frame)
    {
        var matrix = frame.ColorSpace is Bt709 or Smpte240 or Bt2020NonConstant or Bt2020Constant ? VideoMatrix.Bt709 : VideoMatrix.Bt601;
        return new(matrix, frame.ColorRange switch
        {
            RangeFull => true,
            RangeLimited => false,
            _ => PixelFormats.IsFullRangeByDefault(frame.Format),
        });
    }
}

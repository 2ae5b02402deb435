using FFmpeg.Native;

namespace FFmpeg;

/// <summary>Samples in somebody else's memory, which stay there until the call that they are given to returns.</summary>
/// <param name="Plane1">0 for a plane that the format has not, as <paramref name="Plane2"/>.</param>
/// <param name="Stride0">Bytes from one row of plane 0 to the next; positive, as the other two.</param>
public readonly record struct RawPicture(
    VideoFormat Format, int Width, int Height, VideoMatrix Matrix, bool FullRange,
    nint Plane0, nint Plane1, nint Plane2, int Stride0, int Stride1, int Stride2)
{
    /// <summary>Lets an empty frame point at the samples, without owning them.</summary>
    internal void Lend(VideoFrame frame)
    {
        frame.Native.PointAt(Width, Height, PixelFormats.Of(Format), [Plane0, Plane1, Plane2], [Stride0, Stride1, Stride2]);
        var space = Format == VideoFormat.Rgb24 ? ColorTags.Rgb : Matrix == VideoMatrix.Bt709 ? ColorTags.Bt709 : ColorTags.Bt601;
        frame.Native.SetColor(space, FullRange ? ColorTags.RangeFull : ColorTags.RangeLimited);
        frame.Describe(Format, new ColorTags(Matrix, FullRange));
    }
}

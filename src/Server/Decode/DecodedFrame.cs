using FFmpeg;
using Inference;

namespace Server.Decode;

/// <summary>A picture of libav as the engine sees it: pointers to the same planes, nothing copied.</summary>
internal static class DecodedFrame
{
    /// <param name="picture">Goes with the frame: released with it.</param>
    public static Frame From(VideoFrame picture, in FrameTimes times) => new()
    {
        Format = picture.Format switch
        {
            VideoFormat.Nv12 => PixelFormat.Nv12,
            VideoFormat.Rgb24 => PixelFormat.Rgb24,
            _ => PixelFormat.I420,
        },
        Width = picture.Width,
        Height = picture.Height,
        Matrix = picture.Matrix == VideoMatrix.Bt709 ? ColorMatrix.Bt709 : ColorMatrix.Bt601,
        Range = picture.FullRange ? ColorRange.Full : ColorRange.Limited,
        Plane0 = picture.Plane(0),
        Plane1 = picture.Plane(1),
        Plane2 = picture.Plane(2),
        Stride0 = picture.Stride(0),
        Stride1 = picture.Stride(1),
        Stride2 = picture.Stride(2),
        Times = times,
        Owner = picture,
    };
}

using FFmpeg;
using Inference;

namespace Server.Decode;

/// <summary>A frame of the engine as libav sees it: pointers to the same planes, nothing copied.</summary>
internal static class LentPicture
{
    /// <param name="frame">Stays there until the call that the picture is given to returns.</param>
    public static RawPicture From(in Frame frame) => new(
        frame.Format switch { PixelFormat.Nv12 => VideoFormat.Nv12, PixelFormat.Rgb24 => VideoFormat.Rgb24, _ => VideoFormat.I420 },
        frame.Width, frame.Height,
        frame.Matrix == ColorMatrix.Bt709 ? VideoMatrix.Bt709 : VideoMatrix.Bt601, frame.Range == ColorRange.Full,
        frame.Plane0, frame.Plane1, frame.Plane2, frame.Stride0, frame.Stride1, frame.Stride2);
}

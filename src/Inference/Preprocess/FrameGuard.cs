using Media;

namespace Inference.Preprocess;

/// <summary>Checks what a frame says of itself before any pointer of it is followed.</summary>
internal static class FrameGuard
{
    /// <summary>Largest side of a picture: H.264 and HEVC level 6.2 end at 8192 × 4320 or 16,888 on one side.</summary>
    public const int MaxSide = 16888;

    /// <exception cref="ArgumentException">A size, stride, plane or format out of range; the message names it and its bound.</exception>
    public static void Check(in Frame frame)
    {
        if (frame.Width is < 1 or > MaxSide || frame.Height is < 1 or > MaxSide)
            throw new ArgumentException($"Frame is {frame.Width}×{frame.Height}; each side must be 1..{MaxSide}.", nameof(frame));

        var chromaWidth = (frame.Width + 1) / 2;
        switch (frame.Format)
        {
            case PixelFormat.I420:
                CheckPlane(0, frame.Plane0, frame.Stride0, frame.Width);
                CheckPlane(1, frame.Plane1, frame.Stride1, chromaWidth);
                CheckPlane(2, frame.Plane2, frame.Stride2, chromaWidth);
                break;
            case PixelFormat.Nv12:
                CheckPlane(0, frame.Plane0, frame.Stride0, frame.Width);
                CheckPlane(1, frame.Plane1, frame.Stride1, chromaWidth * 2);
                break;
            case PixelFormat.Rgb24:
                CheckPlane(0, frame.Plane0, frame.Stride0, frame.Width * 3);
                break;
            default:
                throw new ArgumentException($"Frame.Format is {frame.Format}; the letterbox reads I420, Nv12 and Rgb24.", nameof(frame));
        }
    }

    /// <remarks>A stride may be negative: the picture is stored bottom up and the pointer is its top row.</remarks>
    private static void CheckPlane(int plane, nint pointer, int stride, int rowBytes)
    {
        if (pointer == 0)
            throw new ArgumentException($"Frame.Plane{plane} is null.");
        if (Math.Abs((long)stride) < rowBytes)
            throw new ArgumentException($"Frame.Stride{plane} is {stride}; a row has {rowBytes} bytes.");
    }
}

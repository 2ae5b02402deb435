using System.Runtime.CompilerServices;
using Media;

namespace FFmpeg;

/// <summary>Turns and mirrors planes.</summary>
/// <remarks>
/// Every orientation is a walk over the source with one step to the right and one step down. With an odd size the last
/// chroma column belongs to one luma column, and a mirrored picture has it first: its colour is then off by one pixel.
/// </remarks>
internal static unsafe class PlaneOrienter
{
    internal static void Apply(VideoFrame source, VideoFrame target, Orientation orientation)
    {
        var (chromaWidth, chromaHeight) = ((target.Width + 1) / 2, (target.Height + 1) / 2);
        switch (target.Format)
        {
            case PixelFormat.I420:
                Plane<byte>(source, target, 0, target.Width, target.Height, orientation);
                Plane<byte>(source, target, 1, chromaWidth, chromaHeight, orientation);
                Plane<byte>(source, target, 2, chromaWidth, chromaHeight, orientation);
                break;
            case PixelFormat.Nv12:
                Plane<byte>(source, target, 0, target.Width, target.Height, orientation);
                Plane<ushort>(source, target, 1, chromaWidth, chromaHeight, orientation);
                break;
            default:
                Plane<Triple>(source, target, 0, target.Width, target.Height, orientation);
                break;
        }
    }

    private static void Plane<T>(VideoFrame source, VideoFrame target, int plane, int width, int height, Orientation orientation) where T : unmanaged
    {
        var (sourceStride, targetStride) = ((nint)source.Stride(plane), (nint)target.Stride(plane));
        var (start, right, down) = Walk(orientation, width, height, sizeof(T), sourceStride);
        var from = (byte*)source.Plane(plane) + start;
        var to = (byte*)target.Plane(plane);
        for (var y = 0; y < height; y++, from += down, to += targetStride)
        {
            var pixel = from;
            for (var x = 0; x < width; x++, pixel += right)
                ((T*)to)[x] = Unsafe.ReadUnaligned<T>(pixel);
        }
    }

    /// <summary>Where in the source the target's first pixel lies, and the way to its right and lower neighbours, in bytes.</summary>
    private static (nint Start, nint Right, nint Down) Walk(Orientation orientation, int width, int height, int pixel, nint row)
    {
        nint acrossX = (nint)(width - 1) * pixel, acrossY = (height - 1) * row; // source spans when axes keep their places
        nint turnedX = (nint)(height - 1) * pixel, turnedY = (width - 1) * row; // and when they change them
        return orientation switch
        {
            Orientation.MirrorHorizontally => (acrossX, -pixel, row),
            Orientation.Rotate180 => (acrossX + acrossY, -pixel, -row),
            Orientation.MirrorVertically => (acrossY, pixel, -row),
            Orientation.Transpose => (0, row, pixel),
            Orientation.Rotate90 => (turnedY, -row, pixel),
            Orientation.Transverse => (turnedX + turnedY, -row, -pixel),
            Orientation.Rotate270 => (turnedX, row, -pixel),
            _ => (0, pixel, row),
        };
    }

    [InlineArray(3)]
    private struct Triple
    {
        private byte _sample;
    }
}

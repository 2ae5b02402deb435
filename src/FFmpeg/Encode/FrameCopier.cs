using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>Copies frames into memory that may be drawn on. One thread at a time; copies may be disposed on any.</summary>
/// <remarks>A decoded frame must never be written to: later frames are predicted from it.</remarks>
public sealed unsafe class FrameCopier : IDisposable
{
    private readonly FramePool _borrowed = new(1);
    private readonly FramePool _pool;
    private PixelConverter? _converter;

    /// <param name="idleFrames">Copies whose memory is kept for the next ones, 1..1024.</param>
    public FrameCopier(int idleFrames)
    {
        if (idleFrames is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(idleFrames), idleFrames, "must be 1..1024");
        _pool = new FramePool(idleFrames, keepsSamples: true);
    }

    /// <summary>
    /// A copy as I420 of even size, for the caller to dispose. An odd size is padded by repeating the last column or row, so
    /// that an encoder for 4:2:0 takes it and nothing of the picture is lost.
    /// </summary>
    public VideoFrame Copy(VideoFrame source)
    {
        if (source.Format == PixelFormat.I420)
            return CopyPlanes(source);
        _converter ??= new PixelConverter(idleFrames: 1);
        using var converted = _converter.ToI420(source, source.Width, source.Height);
        return CopyPlanes(converted);
    }

    /// <inheritdoc cref="Copy(VideoFrame)"/>
    public VideoFrame Copy(in Frame source)
    {
        using var frame = _borrowed.Rent();
        frame.PointAt(source);
        return Copy(frame);
    }

    public void Dispose()
    {
        _borrowed.Dispose();
        _converter?.Dispose();
        _pool.Dispose();
    }

    internal static int Even(int side) => side + (side & 1);

    private VideoFrame CopyPlanes(VideoFrame source)
    {
        var (width, height) = (Even(source.Width), Even(source.Height));
        var copy = _pool.RentSamples(width, height, PixelFormats.Yuv420);
        // An encoder may still read the samples that this object lent it before.
        if (LibAvUtil.av_frame_make_writable(copy.Handle) < 0)
        {
            copy.Dispose();
            throw new InsufficientMemoryException($"no memory for a {width}x{height} frame");
        }
        copy.Describe(PixelFormat.I420, new ColorTags(source.Matrix, source.Range));
        copy.DescribeLike(source);
        CopyPlane(source, copy, 0, source.Width, source.Height, width, height);
        CopyPlane(source, copy, 1, width / 2, height / 2, width / 2, height / 2);
        CopyPlane(source, copy, 2, width / 2, height / 2, width / 2, height / 2);
        return copy;
    }

    private static void CopyPlane(VideoFrame source, VideoFrame target, int plane, int width, int height, int paddedWidth, int paddedHeight)
    {
        for (var y = 0; y < paddedHeight; y++)
        {
            var row = (byte*)target.Plane(plane) + (nint)y * target.Stride(plane);
            Buffer.MemoryCopy((byte*)source.Plane(plane) + (nint)Math.Min(y, height - 1) * source.Stride(plane), row, paddedWidth, width);
            if (paddedWidth > width)
                row[width] = row[width - 1];
        }
    }
}

using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>A decoded picture: planes in libav's own memory, valid until <see cref="Dispose"/>.</summary>
/// <remarks>
/// The object goes back to its pool when it is disposed, from any thread and also after its decoder was closed;
/// dispose it once and do not touch it afterwards.
/// </remarks>
public sealed class VideoFrame : IDisposable
{
    private readonly FramePool _pool;
    private int _rented;

    internal VideoFrame(FramePool pool) => _pool = pool;

    internal FrameHandle Handle { get; } = new();

    internal AvFrame Native => new(Handle.Address);

    public int Width { get; private set; }
    public int Height { get; private set; }
    public PixelFormat Format { get; private set; }
    public ColorMatrix Matrix { get; private set; }

    /// <summary>RGB24 is always full.</summary>
    public ColorRange Range { get; private set; }

    /// <summary>Presentation time in 1/90,000 s, of a decoded frame on the stream's own clock.</summary>
    public long Pts90kHz { get; set; }

    /// <summary>Decodable without other frames.</summary>
    public bool IsKey { get; private set; }

    /// <summary>Parts are concealed or known to be wrong.</summary>
    public bool IsCorrupt { get; internal set; }

    /// <summary>Address of the first sample of plane 0 (Y or RGB), 1 (U or UV) or 2 (V); 0 for a plane the format has not.</summary>
    public nint Plane(int index) => Native.Plane(index);

    /// <summary>Bytes from one row of a plane to the next; may exceed the width.</summary>
    public int Stride(int index) => Native.Stride(index);

    /// <summary>The same picture as a frame, which owns this object: releasing it disposes it.</summary>
    public Frame ToFrame(in FrameTimes times) => new()
    {
        Format = Format,
        Width = Width,
        Height = Height,
        Matrix = Matrix,
        Range = Range,
        Plane0 = Plane(0),
        Plane1 = Plane(1),
        Plane2 = Plane(2),
        Stride0 = Stride(0),
        Stride1 = Stride(1),
        Stride2 = Stride(2),
        Times = times,
        Owner = this,
    };

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 1)
            _pool.Return(this);
    }

    internal void MarkRented() => _rented = 1;

    /// <summary>Takes size and tags from the samples that were just decoded into the handle.</summary>
    internal void Describe(PixelFormat format, ColorTags tags)
    {
        (Width, Height, Format) = (Native.Width, Native.Height, format);
        (Matrix, Range) = (tags.Matrix, format == PixelFormat.Rgb24 ? ColorRange.Full : tags.Range);
        (IsKey, IsCorrupt) = (Native.Key, Native.Damaged);
    }

    /// <summary>Lets an empty frame point at somebody else's samples, without owning them.</summary>
    /// <param name="frame">Its samples stay there until this object goes back.</param>
    internal void PointAt(in Frame frame)
    {
        Native.PointAt(frame.Width, frame.Height, PixelFormats.Of(frame.Format), [frame.Plane0, frame.Plane1, frame.Plane2], [frame.Stride0, frame.Stride1, frame.Stride2]);
        var space = frame.Format == PixelFormat.Rgb24 ? ColorTags.Rgb : frame.Matrix == ColorMatrix.Bt709 ? ColorTags.Bt709 : ColorTags.Bt601;
        Native.SetColor(space, frame.Range == ColorRange.Full ? ColorTags.RangeFull : ColorTags.RangeLimited);
        Describe(frame.Format, new ColorTags(frame.Matrix, frame.Range));
    }

    /// <summary>Whether both show the same, sample by sample.</summary>
    internal unsafe bool HasSamplesOf(VideoFrame other)
    {
        if ((Width, Height, Format) != (other.Width, other.Height, other.Format))
            return false;
        for (var plane = 0; plane < 3 && Plane(plane) != 0; plane++)
        {
            var half = plane > 0 ? 1 : 0;
            var (columns, rows) = ((Width + half) >> half, (Height + half) >> half);
            var bytes = Format == PixelFormat.Rgb24 ? 3 * columns : Format == PixelFormat.Nv12 && plane > 0 ? 2 * columns : columns;
            for (var row = 0; row < rows; row++)
            {
                if (!Row(this, plane, row, bytes).SequenceEqual(Row(other, plane, row, bytes)))
                    return false;
            }
        }

        return true;

        static ReadOnlySpan<byte> Row(VideoFrame frame, int plane, int row, int bytes) => new((byte*)frame.Plane(plane) + (long)row * frame.Stride(plane), bytes);
    }

    /// <summary>Takes over what a conversion leaves as it is.</summary>
    internal void DescribeLike(VideoFrame source)
    {
        (Pts90kHz, IsKey, IsCorrupt) = (source.Pts90kHz, source.IsKey, source.IsCorrupt);
        Native.CopySignal(source.Native);
    }
}

using FFmpeg.Native;

namespace FFmpeg;

/// <summary>A decoded picture: planes in libav's own memory, valid until <see cref="Dispose"/>.</summary>
/// <remarks>
/// The object goes back to its pool when it is disposed, from any thread and also after its decoder was closed;
/// dispose it once and do not touch it afterwards.
/// </remarks>
public sealed class VideoFrame : IDisposable
{
    private readonly FramePool _pool;
    private int _lent;

    internal VideoFrame(FramePool pool) => _pool = pool;

    internal FrameHandle Handle { get; } = new();

    internal AvFrame Native => new(Handle.Address);

    public int Width { get; private set; }
    public int Height { get; private set; }
    public VideoFormat Format { get; private set; }
    public VideoMatrix Matrix { get; private set; }

    /// <summary>Samples use 0..255; else luma 16..235 and chroma 16..240. RGB24 is always full.</summary>
    public bool FullRange { get; private set; }

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

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _lent, 0) == 1) _pool.Return(this);
    }

    internal void Lend() => _lent = 1;

    /// <summary>Takes size and tags from the samples that were just decoded into the handle.</summary>
    internal void Describe(VideoFormat format, ColorTags tags)
    {
        (Width, Height, Format) = (Native.Width, Native.Height, format);
        (Matrix, FullRange) = (tags.Matrix, tags.FullRange || format == VideoFormat.Rgb24);
        (IsKey, IsCorrupt) = (Native.Key, Native.Damaged);
    }

    /// <summary>Takes over what a conversion leaves as it is.</summary>
    internal void DescribeLike(VideoFrame source)
    {
        (Pts90kHz, IsKey, IsCorrupt) = (source.Pts90kHz, source.IsKey, source.IsCorrupt);
        Native.CopyLook(source.Native);
    }
}

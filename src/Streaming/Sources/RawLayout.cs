using System.Runtime.InteropServices;
using Media;

namespace Streaming.Sources;

/// <summary>How the bytes of a raw frame lie: rows without padding, planes one after another.</summary>
public sealed record RawLayout(PixelFormat Format, int Width, int Height, ColorMatrix Matrix, ColorRange Range)
{
    private int ChromaWidth => (Width + 1) / 2;

    private int ChromaHeight => (Height + 1) / 2;

    private int LumaBytes => Width * Height;

    /// <summary>Of one frame.</summary>
    public int Bytes => Format == PixelFormat.Rgb24 ? 3 * LumaBytes : LumaBytes + 2 * ChromaWidth * ChromaHeight;

    /// <summary>The bytes as a frame, where they are: pinned until it is released.</summary>
    /// <param name="samples">Exactly <see cref="Bytes"/>; not changed before the release.</param>
    public Frame Pin(ReadOnlyMemory<byte> samples, in FrameTimes times)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, Bytes);
        if (!MemoryMarshal.TryGetArray(samples, out var array))
            array = samples.ToArray();
        var pin = new Pinned(array.Array!);
        var first = pin.Address + array.Offset;
        var second = first + LumaBytes;
        return new()
        {
            Format = Format,
            Width = Width,
            Height = Height,
            Matrix = Matrix,
            Range = Range,
            Plane0 = first,
            Plane1 = Format == PixelFormat.Rgb24 ? 0 : second,
            Plane2 = Format == PixelFormat.I420 ? second + ChromaWidth * ChromaHeight : 0,
            Stride0 = Format == PixelFormat.Rgb24 ? 3 * Width : Width,
            Stride1 = Format switch { PixelFormat.I420 => ChromaWidth, PixelFormat.Nv12 => 2 * ChromaWidth, _ => 0 },
            Stride2 = Format == PixelFormat.I420 ? ChromaWidth : 0,
            Times = times,
            Owner = pin,
        };
    }

    private sealed class Pinned(byte[] array) : IDisposable
    {
        private GCHandle _pin = GCHandle.Alloc(array, GCHandleType.Pinned);

        public nint Address => _pin.AddrOfPinnedObject();

        public void Dispose() => _pin.Free();
    }
}

/// <summary>What pushed units are: access units of one codec, or raw frames of one layout.</summary>
/// <param name="Extradata">Parameter sets, where they do not travel in the stream.</param>
public sealed record PushFormat(VideoCodec Codec, ReadOnlyMemory<byte> Extradata, RawLayout? Raw)
{
    public static PushFormat Encoded(VideoCodec codec, ReadOnlyMemory<byte> extradata) => new(codec, extradata, null);

    public static PushFormat Of(RawLayout layout) => new(default, default, layout);

    public VideoFormat Video => Raw is null ? VideoFormat.Of(Codec, Extradata) : VideoFormat.Raw(Raw.Width, Raw.Height);
}

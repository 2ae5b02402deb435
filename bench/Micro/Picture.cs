using System.Runtime.InteropServices;
using Media;

namespace Micro;

/// <summary>A frame of noise in native memory; noise costs the letterbox what any picture does.</summary>
internal sealed unsafe class Picture : IDisposable
{
    private readonly void* _memory;

    public Picture(PixelFormat format, int width, int height)
    {
        var (luma, chroma) = (width * height, (width + 1) / 2 * ((height + 1) / 2));
        var length = format == PixelFormat.Rgb24 ? luma * 3 : luma + 2 * chroma;
        _memory = NativeMemory.AlignedAlloc((nuint)length, 64);
        new Random(1).NextBytes(new Span<byte>(_memory, length));

        var start = (nint)_memory;
        var chromaStride = (width + 1) / 2 * (format == PixelFormat.Nv12 ? 2 : 1);
        Frame = new Frame
        {
            Format = format, Width = width, Height = height,
            Plane0 = start, Plane1 = start + luma, Plane2 = start + luma + chroma,
            Stride0 = format == PixelFormat.Rgb24 ? width * 3 : width, Stride1 = chromaStride, Stride2 = chromaStride,
        };
    }

    public Frame Frame { get; }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}

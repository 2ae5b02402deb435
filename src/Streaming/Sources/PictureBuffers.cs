using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Media;

namespace Streaming.Sources;

/// <summary>Memory for raw I420 frames of one size, lent and given back. Bounded by what is in flight, which the engine bounds.</summary>
internal sealed class PictureBuffers(int width, int height)
{
    private readonly ConcurrentBag<PictureBuffer> _idle = [];

    public PictureBuffer Rent() => _idle.TryTake(out var buffer) ? buffer : new PictureBuffer(this, width, height);

    internal void Return(PictureBuffer buffer) => _idle.Add(buffer);
}

/// <summary>One I420 picture in memory that no collector moves.</summary>
internal sealed class PictureBuffer : IDisposable
{
    private readonly PictureBuffers _pool;
    private readonly byte[] _samples;
    private readonly int _width, _height;

    public PictureBuffer(PictureBuffers pool, int width, int height)
    {
        (_pool, _width, _height) = (pool, width, height);
        _samples = GC.AllocateUninitializedArray<byte>(LumaSize + 2 * ChromaSize, pinned: true);
    }

    public int ChromaStride => (_width + 1) / 2;

    private int LumaSize => _width * _height;

    private int ChromaSize => ChromaStride * ((_height + 1) / 2);

    public Span<byte> Y => _samples.AsSpan(0, LumaSize);

    public Span<byte> U => _samples.AsSpan(LumaSize, ChromaSize);

    public Span<byte> V => _samples.AsSpan(LumaSize + ChromaSize, ChromaSize);

    /// <summary>The picture as a frame; releasing it gives the buffer back.</summary>
    public Frame AsFrame(in FrameTimes times) => new()
    {
        Format = PixelFormat.I420,
        Width = _width,
        Height = _height,
        Matrix = ColorMatrix.Bt709,
        Range = ColorRange.Limited,
        Plane0 = Marshal.UnsafeAddrOfPinnedArrayElement(_samples, 0),
        Plane1 = Marshal.UnsafeAddrOfPinnedArrayElement(_samples, LumaSize),
        Plane2 = Marshal.UnsafeAddrOfPinnedArrayElement(_samples, LumaSize + ChromaSize),
        Stride0 = _width,
        Stride1 = ChromaStride,
        Stride2 = ChromaStride,
        Times = times,
        Owner = this,
    };

    public void Dispose() => _pool.Return(this);
}

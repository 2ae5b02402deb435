using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Media;
using Wire.V1;
using PixelFormat = Media.PixelFormat;

namespace Streaming.Snapshots;

/// <summary>A copy of a frame's planes, and its result. Whoever has it disposes it, once.</summary>
internal sealed class CapturedFrame : IDisposable
{
    private readonly byte[] _samples;
    private GCHandle _pin;

    private CapturedFrame(byte[] samples, GCHandle pin, in Frame picture, FrameResult result, IReadOnlyList<string> labels)
    {
        (_samples, _pin) = (samples, pin);
        (Picture, Result, Labels) = (picture, result, labels);
    }

    /// <summary>The copy: planes without gaps between rows, one after another.</summary>
    public Frame Picture { get; }

    public FrameResult Result { get; }

    /// <summary>Class names of the model that made the result, by class id.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <param name="frame">Its planes were read by the engine just before, so their addresses and sizes are sound.</param>
    public static CapturedFrame Copy(in Frame frame, FrameResult result, IReadOnlyList<string> labels)
    {
        var (chromaWidth, chromaHeight) = ((frame.Width + 1) / 2, (frame.Height + 1) / 2);
        var (row0, row1, row2) = frame.Format switch
        {
            PixelFormat.I420 => (frame.Width, chromaWidth, chromaWidth),
            PixelFormat.Nv12 => (frame.Width, 2 * chromaWidth, 0),
            _ => (3 * frame.Width, 0, 0),
        };
        var samples = ArrayPool<byte>.Shared.Rent(row0 * frame.Height + (row1 + row2) * chromaHeight);
        var at = CopyPlane(frame.Plane0, frame.Stride0, row0, frame.Height, samples, 0);
        at = CopyPlane(frame.Plane1, frame.Stride1, row1, chromaHeight, samples, at);
        CopyPlane(frame.Plane2, frame.Stride2, row2, chromaHeight, samples, at);

        var pin = GCHandle.Alloc(samples, GCHandleType.Pinned);
        var first = pin.AddrOfPinnedObject();
        var picture = frame with
        {
            Plane0 = first, Stride0 = row0,
            Plane1 = first + row0 * frame.Height, Stride1 = row1,
            Plane2 = first + row0 * frame.Height + row1 * chromaHeight, Stride2 = row2,
            Owner = null,
        };
        return new CapturedFrame(samples, pin, picture, result, labels);
    }

    public void Dispose()
    {
        _pin.Free();
        ArrayPool<byte>.Shared.Return(_samples);
    }

    /// <param name="stride">Negative where the picture is stored bottom up.</param>
    /// <returns>Where the next plane begins.</returns>
    private static int CopyPlane(nint plane, int stride, int rowBytes, int rows, byte[] samples, int at)
    {
        for (var y = 0; y < rows && rowBytes > 0; y++, at += rowBytes)
        {
            ref var first = ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), plane + y * stride);
            MemoryMarshal.CreateReadOnlySpan(ref first, rowBytes).CopyTo(samples.AsSpan(at, rowBytes));
        }

        return at;
    }
}

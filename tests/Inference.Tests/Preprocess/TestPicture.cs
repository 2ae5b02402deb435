using Media;

namespace Inference.Tests.Preprocess;

/// <summary>A frame whose planes have exactly the bytes they need, between pages without access.</summary>
internal sealed class TestPicture : IDisposable
{
    private readonly GuardedMemory[] _planes;

    /// <param name="extraStride">Bytes between the end of a row and the next; none follow the last row.</param>
    /// <param name="atStart">Planes begin at a page border instead of ending at one.</param>
    public TestPicture(PixelFormat format, int width, int height, int extraStride = 0, bool atStart = false)
    {
        var (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        (int Bytes, int Rows)[] planes = format switch
        {
            PixelFormat.I420 => [(width, height), (chromaWidth, chromaHeight), (chromaWidth, chromaHeight)],
            PixelFormat.Nv12 => [(width, height), (chromaWidth * 2, chromaHeight)],
            _ => [(width * 3, height)],
        };
        _planes = [.. planes.Select(p => new GuardedMemory((p.Bytes + extraStride) * (p.Rows - 1) + p.Bytes, atStart))];

        Frame = new Frame
        {
            Format = format,
            Width = width,
            Height = height,
            Plane0 = _planes[0].Pointer,
            Plane1 = _planes.ElementAtOrDefault(1)?.Pointer ?? 0,
            Plane2 = _planes.ElementAtOrDefault(2)?.Pointer ?? 0,
            Stride0 = planes[0].Bytes + extraStride,
            Stride1 = planes.ElementAtOrDefault(1).Bytes + extraStride,
            Stride2 = planes.ElementAtOrDefault(2).Bytes + extraStride,
        };
    }

    public Frame Frame { get; set; }

    public Span<byte> Plane(int index) => _planes[index].Bytes;

    public TestPicture Random(int seed)
    {
        var random = new Random(seed);
        foreach (var plane in _planes)
            random.NextBytes(plane.Bytes);
        return this;
    }

    /// <summary>Every sample of plane 0, 1, 2 (for NV12: of Cb and of Cr) is the given one.</summary>
    public TestPicture Plain(byte first, byte second = 0, byte third = 0)
    {
        var (period, values) = Frame.Format == PixelFormat.Rgb24 ? (3, new[] { first, second, third }) : (1, [first]);
        for (var i = 0; i < Plane(0).Length; i++)
            Plane(0)[i] = values[i % Frame.Stride0 % period];
        if (Frame.Format == PixelFormat.I420)
        {
            Plane(1).Fill(second);
            Plane(2).Fill(third);
        }
        else if (Frame.Format == PixelFormat.Nv12)
        {
            for (var i = 0; i < Plane(1).Length; i++)
                Plane(1)[i] = i % Frame.Stride1 % 2 == 0 ? second : third;
        }

        return this;
    }

    public void Dispose()
    {
        foreach (var plane in _planes)
            plane.Dispose();
    }
}

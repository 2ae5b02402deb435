using System.Runtime.InteropServices;
using Media;
using Xunit;

namespace Annotate.Tests;

/// <summary>A picture to draw on, with guard bytes before, behind and between its rows.</summary>
internal sealed class GuardedPicture
{
    private const byte Guard = 0xA5;
    private const byte Grey = 128;
    private const int Margin = 64;

    private readonly byte[][] _planes;

    public GuardedPicture(PixelFormat format, int width, int height, ColorMatrix matrix = default, ColorRange range = default)
    {
        var (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        Sizes = format switch
        {
            PixelFormat.I420 => [(width, height), (chromaWidth, chromaHeight), (chromaWidth, chromaHeight)],
            PixelFormat.Nv12 => [(width, height), (2 * chromaWidth, chromaHeight)],
            _ => [(3 * width, height)],
        };
        _planes = [.. Sizes.Select(size => Allocate(size.Bytes, size.Rows))];
        Frame = new Frame
        {
            Format = format, Width = width, Height = height, Matrix = matrix, Range = range,
            Plane0 = Address(0), Stride0 = Stride(0),
            Plane1 = Address(1), Stride1 = Stride(1),
            Plane2 = Address(2), Stride2 = Stride(2),
        };
    }

    /// <summary>Bytes a row and rows, of each plane.</summary>
    public (int Bytes, int Rows)[] Sizes { get; }

    public Frame Frame { get; }

    public Span<byte> Row(int plane, int y) => _planes[plane].AsSpan(Margin + y * Stride(plane), Sizes[plane].Bytes);

    public byte[] Samples() => [.. Sizes.SelectMany((size, plane) => Enumerable.Range(0, size.Rows).SelectMany(y => Row(plane, y).ToArray()))];

    public void AssertGuardsAreWhole()
    {
        for (var plane = 0; plane < _planes.Length; plane++)
        {
            var copy = _planes[plane].ToArray();
            for (var y = 0; y < Sizes[plane].Rows; y++)
                copy.AsSpan(Margin + y * Stride(plane), Sizes[plane].Bytes).Fill(Guard);
            Assert.Equal(-1, copy.AsSpan().IndexOfAnyExcept(Guard));
        }
    }

    private static byte[] Allocate(int bytes, int rows)
    {
        var plane = GC.AllocateUninitializedArray<byte>(2 * Margin + (bytes + Margin) * rows, pinned: true);
        plane.AsSpan().Fill(Guard);
        for (var y = 0; y < rows; y++)
            plane.AsSpan(Margin + y * (bytes + Margin), bytes).Fill(Grey);
        return plane;
    }

    private int Stride(int plane) => plane < Sizes.Length ? Sizes[plane].Bytes + Margin : 0;

    private nint Address(int plane) => plane < Sizes.Length ? Marshal.UnsafeAddrOfPinnedArrayElement(_planes[plane], Margin) : 0;
}

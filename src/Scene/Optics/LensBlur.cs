using System.Numerics;

namespace Scene.Optics;

/// <summary>The softness of a lens: 1-2-1 across and down. It also takes the steps off the edges of what was drawn without antialiasing.</summary>
internal sealed class LensBlur(int width)
{
    private byte[] _above = new byte[width];
    private byte[] _here = new byte[width];
    private byte[] _below = new byte[width];

    /// <summary>Softens a plane of <paramref name="height"/> rows in place; its edges repeat outward.</summary>
    public void Soften(Span<byte> plane, int height)
    {
        Across(plane[..width], _here);
        _here.CopyTo(_above.AsSpan());
        for (var row = 0; row < height; row++)
        {
            if (row + 1 < height)
                Across(plane.Slice((row + 1) * width, width), _below);
            else
                _here.CopyTo(_below.AsSpan());
            Weigh(_above, _here, _below, plane.Slice(row * width, width));
            (_above, _here, _below) = (_here, _below, _above);
        }
    }

    private static void Across(ReadOnlySpan<byte> row, Span<byte> to)
    {
        var last = row.Length - 1;
        Weigh(row[..(last - 1)], row[1..last], row[2..], to[1..last]);
        to[0] = (byte)((3 * row[0] + row[1] + 2) >> 2);
        to[last] = (byte)((3 * row[last] + row[last - 1] + 2) >> 2);
    }

    /// <summary>(a + 2b + c + 2) / 4, sample by sample; all four spans have one length.</summary>
    public static void Weigh(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> to)
    {
        var i = 0;
        for (; i + Vector<byte>.Count <= to.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(a[i..]), out var aLow, out var aHigh);
            Vector.Widen(new Vector<byte>(b[i..]), out var bLow, out var bHigh);
            Vector.Widen(new Vector<byte>(c[i..]), out var cLow, out var cHigh);
            Vector.Narrow(Mean(aLow, bLow, cLow), Mean(aHigh, bHigh, cHigh)).CopyTo(to[i..]);
        }
        WeighScalar(a[i..], b[i..], c[i..], to[i..]);
    }

    /// <summary>The same, one sample at a time.</summary>
    public static void WeighScalar(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = (byte)((a[i] + 2 * b[i] + c[i] + 2) >> 2);
    }

    private static Vector<ushort> Mean(Vector<ushort> a, Vector<ushort> b, Vector<ushort> c) =>
        (a + b + b + c + new Vector<ushort>(2)) >>> 2;
}

using System.Numerics;
using Scene.Geometry;

namespace Scene.Optics;

/// <summary>A sensor's exposure and grain, laid over the finished picture on its way out.</summary>
internal sealed class SensorNoise
{
    /// <summary>Grain is stored as 0..2·Centre; below 16, so that luma (16 and up) never falls under 0.</summary>
    private const int Centre = 12;

    /// <summary>Enough that a row's offset into the tile rarely comes back; a power of two.</summary>
    private const int TileLength = 1 << 16;

    private readonly byte[] _luma;
    private readonly byte[] _chroma;
    private readonly uint _seed;

    /// <param name="random">For the grain.</param>
    /// <param name="width">Widest row, pixels.</param>
    /// <param name="strength">Standard deviation of luma's grain in code values, 0..4.</param>
    public SensorNoise(RandomSource random, int width, float strength)
    {
        _luma = Grain(random, TileLength + width, strength);
        _chroma = Grain(random, TileLength + width, strength * 0.6f);
        _seed = random.Next();
    }

    /// <summary>Copies a plane to its destination through exposure and grain.</summary>
    /// <param name="frame">Index of the frame: no two have the same grain.</param>
    /// <param name="plane">0 luma, 1 Cb, 2 Cr.</param>
    /// <param name="gain">Exposure in 1/256; applies to luma above black.</param>
    /// <param name="from">Rows without gaps.</param>
    /// <param name="width">Samples in a row.</param>
    /// <param name="to">Destination rows.</param>
    /// <param name="stride">Bytes from one destination row to the next.</param>
    public void Lay(long frame, int plane, int gain, ReadOnlySpan<byte> from, int width, Span<byte> to, int stride)
    {
        var grain = plane == 0 ? _luma : _chroma;
        var black = plane == 0 ? 16 : 128;
        var top = plane == 0 ? (byte)235 : (byte)240;
        var lift = (ushort)(black * (256 - gain) + 128);
        for (var row = 0; row * width < from.Length; row++)
        {
            var offset = (int)(Noise.Hash(row * 3 + plane, (int)frame, _seed ^ (uint)(frame >> 32)) & (TileLength - 1));
            Expose(from.Slice(row * width, width), grain.AsSpan(offset, width), to.Slice(row * stride, width), (ushort)gain, lift, top);
        }
    }

    /// <summary><c>clamp((from·gain + lift) / 256 + grain - Centre, 16, top)</c>, in 16 bits that wrap: gain is at most 270/256.</summary>
    internal static void Expose(ReadOnlySpan<byte> from, ReadOnlySpan<byte> grain, Span<byte> to, ushort gain, ushort lift, byte top)
    {
        var i = 0;
        for (; i + Vector<byte>.Count <= to.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(from[i..]), out var low, out var high);
            Vector.Widen(new Vector<byte>(grain[i..]), out var grainLow, out var grainHigh);
            Vector.Narrow(Expose(low, grainLow, gain, lift, top), Expose(high, grainHigh, gain, lift, top)).CopyTo(to[i..]);
        }
        ExposeScalar(from[i..], grain[i..], to[i..], gain, lift, top);
    }

    /// <summary>The same, one sample at a time.</summary>
    internal static void ExposeScalar(ReadOnlySpan<byte> from, ReadOnlySpan<byte> grain, Span<byte> to, ushort gain, ushort lift, byte top)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = (byte)Math.Clamp(((ushort)(from[i] * gain + lift) >> 8) + grain[i] - Centre, 16, top);
    }

    private static Vector<ushort> Expose(Vector<ushort> from, Vector<ushort> grain, ushort gain, ushort lift, byte top)
    {
        var exposed = (from * gain + new Vector<ushort>(lift)) >>> 8;
        // Kept from wrapping below 0 by adding before subtracting: at least 16 + Centre here.
        var noisy = Vector.Max(exposed + grain, new Vector<ushort>(16 + Centre)) - new Vector<ushort>(Centre);
        return Vector.Min(noisy, new Vector<ushort>(top));
    }

    /// <summary>The sum of four even draws: close enough to a bell.</summary>
    private static byte[] Grain(RandomSource random, int length, float strength)
    {
        var grain = new byte[length];
        for (var i = 0; i < length; i++)
        {
            var bell = (random.Unit() + random.Unit() + random.Unit() + random.Unit() - 2) * 1.73f;
            grain[i] = (byte)Math.Clamp(Centre + MathF.Round(bell * strength), 0, 2 * Centre);
        }
        return grain;
    }
}

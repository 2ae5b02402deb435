using Scene.Geometry;

namespace Scene.Look;

/// <summary>One level of a <see cref="Texture"/>: rows of packed texels, 2^<see cref="Log2Side"/> of 2^<see cref="Log2Side"/>.</summary>
internal readonly ref struct Texels(ReadOnlySpan<uint> packed, int log2Side)
{
    public ReadOnlySpan<uint> Packed { get; } = packed;

    public int Log2Side { get; } = log2Side;
}

/// <summary>A picture to cover a surface with, as packed by <see cref="ColourProfile.Pack"/>, and its halvings.</summary>
internal sealed class Texture
{
    private readonly int _log2Side;
    private readonly uint[][] _levels;

    /// <param name="log2Side">The side is 2 to this power, in both directions.</param>
    /// <param name="profile">The camera's colours.</param>
    /// <param name="paint">Colour at (u, v), each in [0, 1).</param>
    public Texture(int log2Side, ColourProfile profile, Func<float, float, Vec3> paint)
    {
        _log2Side = log2Side;
        var side = 1 << log2Side;
        var texels = new uint[side * side];
        for (var i = 0; i < texels.Length; i++)
            texels[i] = profile.Pack(paint((i % side + 0.5f) / side, (i / side + 0.5f) / side));
        _levels = new uint[log2Side + 1][];
        _levels[0] = texels;
        for (var level = 1; level <= log2Side; level++)
            _levels[level] = Halved(_levels[level - 1], side >> level);
    }

    /// <summary>The largest halving with at most one and a half texels to a pixel.</summary>
    /// <param name="pixels">That the texture's side covers on the screen.</param>
    public Texels At(float pixels)
    {
        var level = 0;
        while (level < _log2Side && (1 << (_log2Side - level)) > pixels * 1.5f)
            level++;
        return new(_levels[level], _log2Side - level);
    }

    private static uint[] Halved(uint[] from, int side)
    {
        var to = new uint[side * side];
        for (var i = 0; i < to.Length; i++)
        {
            var corner = i / side * 2 * (side * 2) + i % side * 2;
            to[i] = Mean(from[corner], from[corner + 1], from[corner + side * 2], from[corner + side * 2 + 1]);
        }
        return to;
    }

    /// <summary>Of four texels, byte by byte: the fields have room for a carry when taken in two halves.</summary>
    private static uint Mean(uint a, uint b, uint c, uint d)
    {
        const uint Even = 0x00FF00FF;
        var even = (a & Even) + (b & Even) + (c & Even) + (d & Even) + 0x00020002;
        var odd = (a >> 8 & Even) + (b >> 8 & Even) + (c >> 8 & Even) + (d >> 8 & Even) + 0x00020002;
        return even >> 2 & Even | (odd >> 2 & Even) << 8;
    }
}

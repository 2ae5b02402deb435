namespace Scene.Geometry;

/// <summary>PCG-XSH-RR 64/32 (O'Neill 2014). Ours, because System.Random does not promise the same numbers for ever.</summary>
internal sealed class RandomSource
{
    private readonly ulong _increment;
    private ulong _state;

    public RandomSource(ulong seed, ulong sequence)
    {
        _increment = sequence << 1 | 1;
        Next();
        _state += seed;
        Next();
    }

    public uint Next()
    {
        var old = _state;
        _state = old * 6364136223846793005UL + _increment;
        return uint.RotateRight((uint)((old >> 18 ^ old) >> 27), (int)(old >> 59));
    }

    /// <summary>In [0, 1).</summary>
    public float Unit() => (Next() >> 8) * (1f / (1 << 24));

    public float Between(float from, float to) => from + (to - from) * Unit();

    /// <summary>In [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)((ulong)Next() * (uint)count >> 32);

    public bool Chance(float probability) => Unit() < probability;

    public float Sign() => Chance(0.5f) ? 1 : -1;

    public T Pick<T>(ReadOnlySpan<T> from) => from[Below(from.Length)];
}

namespace WebRtc.Depacketize;

/// <summary>The access unit that is being put together. It grows to what the stream needs, and no further than its cap.</summary>
internal sealed class UnitBuffer(int maxBytes)
{
    private byte[] _bytes = new byte[Math.Min(maxBytes, 16 * 1024)];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back what was written from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => Length = length;

    /// <returns>False: the unit would pass its cap.</returns>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > maxBytes - Length)
            return false;
        Grow(Length + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Puts bytes before those that were written from <paramref name="at"/> on.</summary>
    public bool TryInsert(int at, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > maxBytes - Length)
            return false;
        Grow(Length + bytes.Length);
        _bytes.AsSpan(at, Length - at).CopyTo(_bytes.AsSpan(at + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(at));
        Length += bytes.Length;
        return true;
    }

    private void Grow(int needed)
    {
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(maxBytes, Math.Max(needed, 2 * _bytes.Length)));
    }
}

namespace WebRtc.Rtp;

/// <summary>Header extensions of one packet; RFC 8285. Damaged ones end the list: they carry hints, never video.</summary>
/// <remarks>
/// <code>
/// one byte (0xBEDE):  | id (4) | length - 1 (4) | data ...     id 0: padding, id 15: end
/// two bytes (0x100x): | id (8) | length (8)     | data ...     id 0: padding
/// </code>
/// </remarks>
internal ref struct RtpExtensions(ushort profile, ReadOnlySpan<byte> bytes)
{
    public const ushort OneByteProfile = 0xBEDE;

    private const ushort TwoByteProfile = 0x1000;

    private const int EndOfList = 15;

    private ReadOnlySpan<byte> _rest = bytes;

    public int Id { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly RtpExtensions Current => this;

    public readonly RtpExtensions GetEnumerator() => this;

    /// <param name="id">As negotiated; 0: not negotiated.</param>
    public readonly bool TryGet(int id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (id == 0)
            return false;
        foreach (var extension in this)
        {
            if (extension.Id != id)
                continue;
            value = extension.Value;
            return true;
        }
        return false;
    }

    public bool MoveNext()
    {
        _rest = _rest.TrimStart((byte)0);
        if (_rest.IsEmpty)
            return false;
        if (profile == OneByteProfile)
            return _rest[0] >> 4 is not EndOfList and var id && Take(id, header: 1, (_rest[0] & 0xF) + 1);
        if ((profile & 0xFFF0) == TwoByteProfile)
            return _rest.Length >= 2 && Take(_rest[0], header: 2, _rest[1]);
        return false;
    }

    private bool Take(int id, int header, int length)
    {
        if (header + length > _rest.Length)
            return false;
        Id = id;
        Value = _rest.Slice(header, length);
        _rest = _rest[(header + length)..];
        return true;
    }
}

namespace WebRtc.Depacketize;

/// <summary>RTP Payload Format For AV1 §4.</summary>
/// <remarks>
/// <code>
/// |Z|Y| W |N|-|-|-|   Z: the first element continues, Y: the last will be continued,
///                     W: number of elements, the last without a size; 0: all with sizes. N: a coded video sequence begins
/// | size (leb128) | OBU element | ...
/// </code>
/// </remarks>
internal sealed class Av1Depacketizer : IDepacketizer
{
    private int _begun;
    private bool _isOpen, _isKey;

    public bool IsStart(ReadOnlySpan<byte> payload) => payload.Length > 1 && (payload[0] & 0x80) == 0;

    public void Begin() => _isOpen = _isKey = false;

    public bool TryAdd(ReadOnlySpan<byte> payload, UnitBuffer unit)
    {
        if (payload.Length < 2)
            return false;
        var (continues, willContinue, count) = ((payload[0] & 0x80) != 0, (payload[0] & 0x40) != 0, payload[0] >> 4 & 3);
        if (continues != _isOpen)
            return false;
        if (unit.Length == 0 && !unit.TryAppend(Obu.Delimiter))
            return false;
        var rest = payload[1..];
        for (var i = 1; !rest.IsEmpty; i++)
        {
            var (size, prefix) = (rest.Length, 0);
            if (i != count && !Leb128.TryRead(rest, out size, out prefix))
                return false;
            if (size > rest.Length - prefix)
                return false;
            var element = rest.Slice(prefix, size);
            rest = rest[(prefix + size)..];
            if (!TryAddElement(element, unit, willContinue && rest.IsEmpty))
                return false;
        }
        return true;
    }

    public bool TryEnd(UnitBuffer unit, out bool isKey)
    {
        isKey = _isKey;
        return !_isOpen && unit.Length > Obu.Delimiter.Length;
    }

    private bool TryAddElement(ReadOnlySpan<byte> element, UnitBuffer unit, bool willContinue)
    {
        if (!_isOpen)
            _begun = unit.Length;
        _isOpen = willContinue;
        return unit.TryAppend(element) && (willContinue || TryClose(unit));
    }

    /// <summary>The OBU stands whole in the buffer: its size is put behind its header, where senders should leave it out.</summary>
    private bool TryClose(UnitBuffer unit)
    {
        var obu = unit.Written[_begun..];
        // An empty element carries nothing.
        if (obu.IsEmpty)
            return true;
        var (type, header) = (Obu.TypeOf(obu[0]), Obu.HeaderLength(obu[0]));
        if (obu.Length < header)
            return false;
        if (type is Obu.TemporalDelimiter or Obu.TileList)
        {
            // Neither belongs into a packet; receivers ignore them.
            unit.Truncate(_begun);
            return true;
        }
        _isKey |= type == Obu.SequenceHeader;
        if ((obu[0] & Obu.HasSize) != 0)
            return Leb128.TryRead(obu[header..], out var told, out var prefix) && told == obu.Length - header - prefix;
        obu[0] |= Obu.HasSize;
        Span<byte> size = stackalloc byte[8];
        size = size[..Leb128.Write(size, obu.Length - header)];
        return unit.TryInsert(_begun + header, size);
    }
}

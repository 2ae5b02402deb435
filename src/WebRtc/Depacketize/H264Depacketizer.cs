using System.Buffers.Binary;

namespace WebRtc.Depacketize;

/// <summary>RFC 6184, packetization modes 0 and 1: single NAL units, STAP-A and FU-A.</summary>
/// <remarks>
/// <code>
/// single: | F NRI type | ...                STAP-A: | F NRI 24 | size (16) | NAL unit | size (16) | NAL unit ...
/// FU-A:   | F NRI 28 | S E R type | a part of the NAL unit behind its header
/// </code>
/// </remarks>
internal sealed class H264Depacketizer(ReadOnlyMemory<byte> parameterSets) : IDepacketizer
{
    private bool _inFragment, _hasIdr, _hasSps;
    private int _firstSlice;

    public bool IsStart(ReadOnlySpan<byte> payload) =>
        payload.Length >= 2 && (H264.TypeOf(payload[0]) != H264.FuA || (payload[1] & 0x80) != 0);

    public void Begin()
    {
        _inFragment = _hasIdr = _hasSps = false;
        _firstSlice = -1;
    }

    public bool TryAdd(ReadOnlySpan<byte> payload, UnitBuffer unit)
    {
        if (payload.Length < 2)
            return false;
        var type = H264.TypeOf(payload[0]);
        if (type == H264.FuA)
            return TryAddFragment(payload, unit);
        if (_inFragment)
            return false;
        return type switch
        {
            >= 1 and <= H264.LastSingle => TryAddUnit(payload, unit),
            H264.StapA => TryAddAggregate(payload[1..], unit),
            _ => false,
        };
    }

    public bool TryEnd(UnitBuffer unit, out bool isKey)
    {
        isKey = _hasIdr;
        if (_inFragment || unit.Length == 0)
            return false;
        return !_hasIdr || _hasSps || unit.TryInsert(_firstSlice, parameterSets.Span);
    }

    private bool TryAddAggregate(ReadOnlySpan<byte> units, UnitBuffer unit)
    {
        while (units.Length >= 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length == 0 || length > units.Length - 2)
                return false;
            if (!TryAddUnit(units.Slice(2, length), unit))
                return false;
            units = units[(2 + length)..];
        }
        return units.IsEmpty;
    }

    private bool TryAddFragment(ReadOnlySpan<byte> payload, UnitBuffer unit)
    {
        var (isFirst, isLast) = ((payload[1] & 0x80) != 0, (payload[1] & 0x40) != 0);
        // A fragment is never a whole unit; RFC 6184 §5.8.
        if (isFirst == _inFragment || (isFirst && isLast))
            return false;
        _inFragment = !isLast;
        if (!isFirst)
            return unit.TryAppend(payload[2..]);
        var header = (byte)(payload[0] & H264.HeaderBits | payload[1] & 0x1F);
        return TryBeginUnit(header, unit) && unit.TryAppend([header]) && unit.TryAppend(payload[2..]);
    }

    private bool TryAddUnit(ReadOnlySpan<byte> nal, UnitBuffer unit) => TryBeginUnit(nal[0], unit) && unit.TryAppend(nal);

    private bool TryBeginUnit(byte header, UnitBuffer unit)
    {
        var type = H264.TypeOf(header);
        _hasIdr |= type == H264.Idr;
        _hasSps |= type == H264.Sps;
        if (type is >= H264.Slice and <= H264.Idr && _firstSlice < 0)
            _firstSlice = unit.Length;
        return unit.TryAppend(H264.StartCode);
    }
}

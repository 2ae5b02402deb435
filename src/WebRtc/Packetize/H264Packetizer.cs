using System.Buffers.Binary;
using WebRtc.Depacketize;

namespace WebRtc.Packetize;

/// <summary>RFC 6184, packetization mode 1: STAP-A of small units (parameter sets), FU-A of large ones.</summary>
internal sealed class H264Packetizer : IPacketizer
{
    private ReadOnlyMemory<byte> _rest, _nal;

    // Where the unit that is being cut goes on; 0: it is whole.
    private int _at;

    public void Begin(ReadOnlyMemory<byte> unit, bool isKey)
    {
        _rest = unit;
        Advance();
    }

    public int Next(Span<byte> payload, out bool isLast)
    {
        var length = _nal.IsEmpty ? 0 : _at > 0 || _nal.Length > payload.Length ? Fragment(payload) : Whole(payload);
        isLast = _nal.IsEmpty;
        return length;
    }

    private int Whole(Span<byte> payload)
    {
        var first = _nal;
        Advance();
        if (_nal.IsEmpty || 1 + 2 + first.Length + 2 + _nal.Length > payload.Length)
        {
            first.Span.CopyTo(payload);
            return first.Length;
        }
        var length = 1;
        var header = Append(payload, ref length, first.Span);
        for (; !_nal.IsEmpty && length + 2 + _nal.Length <= payload.Length; Advance())
            header = Math.Max(header, Append(payload, ref length, _nal.Span));
        payload[0] = (byte)(header | H264.StapA);
        return length;
    }

    /// <returns>The importance of the unit; the aggregate's is its highest.</returns>
    private static int Append(Span<byte> payload, ref int length, ReadOnlySpan<byte> nal)
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload[length..], (ushort)nal.Length);
        nal.CopyTo(payload[(length + 2)..]);
        length += 2 + nal.Length;
        return nal[0] & H264.HeaderBits;
    }

    private int Fragment(Span<byte> payload)
    {
        var nal = _nal.Span;
        var isFirst = _at == 0;
        if (isFirst)
            _at = 1;
        var part = Math.Min(nal.Length - _at, payload.Length - 2);
        var isLast = _at + part == nal.Length;
        payload[0] = (byte)(nal[0] & H264.HeaderBits | H264.FuA);
        payload[1] = (byte)((isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | H264.TypeOf(nal[0]));
        nal.Slice(_at, part).CopyTo(payload[2..]);
        _at += part;
        if (isLast)
            Advance();
        return 2 + part;
    }

    private void Advance()
    {
        _at = 0;
        // Delimiters are for streams without packets.
        while (AnnexB.TryTake(ref _rest, out _nal) && H264.TypeOf(_nal.Span[0]) == H264.AccessUnitDelimiter) { }
    }
}

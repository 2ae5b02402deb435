using WebRtc.Depacketize;

namespace WebRtc.Packetize;

/// <summary>RTP Payload Format For AV1: one OBU element a packet (W = 1), cut where it is longer. OBUs lose their size, as they should.</summary>
internal sealed class Av1Packetizer : IPacketizer
{
    private ReadOnlyMemory<byte> _rest;
    private bool _isKey, _isFirst;

    // What is left of the OBU that is being sent, behind its header.
    private ReadOnlyMemory<byte> _obu;
    private byte[] _header = [];
    private bool _continues;

    public void Begin(ReadOnlyMemory<byte> unit, bool isKey)
    {
        (_rest, _isKey, _isFirst) = (unit, isKey, true);
        Advance();
    }

    public int Next(Span<byte> payload, out bool isLast)
    {
        isLast = true;
        if (_header.Length == 0 && !_continues)
            return 0;
        var length = 1;
        _header.CopyTo(payload[length..]);
        length += _header.Length;
        var part = Math.Min(_obu.Length, payload.Length - length);
        _obu.Span[..part].CopyTo(payload[length..]);
        length += part;
        _obu = _obu[part..];
        var willContinue = !_obu.IsEmpty;
        payload[0] = (byte)((_continues ? 0x80 : 0) | (willContinue ? 0x40 : 0) | 1 << 4 | (_isKey && _isFirst ? 0x08 : 0));
        _isFirst = false;
        _continues = willContinue;
        _header = [];
        if (!willContinue)
            Advance();
        isLast = _header.Length == 0 && !_continues;
        return length;
    }

    private void Advance()
    {
        while (TryTake(out var header, out var obu))
        {
            if (Obu.TypeOf(header[0]) is Obu.TemporalDelimiter or Obu.TileList)
                continue;
            (_header, _obu) = (header, obu);
            return;
        }
        _header = [];
    }

    private bool TryTake(out byte[] header, out ReadOnlyMemory<byte> obu)
    {
        (header, obu) = ([], default);
        if (_rest.IsEmpty)
            return false;
        var bytes = _rest.Span;
        var length = Obu.HeaderLength(bytes[0]);
        if (bytes.Length < length)
            return false;
        header = bytes[..length].ToArray();
        var (size, prefix) = (bytes.Length - length, 0);
        if ((header[0] & Obu.HasSize) != 0 && (!Leb128.TryRead(bytes[length..], out size, out prefix) || size > bytes.Length - length - prefix))
            return false;
        header[0] &= unchecked((byte)~Obu.HasSize);
        obu = _rest.Slice(length + prefix, size);
        _rest = _rest[(length + prefix + size)..];
        return true;
    }
}

using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>Reads transport-wide feedback; draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.</summary>
/// <remarks>
/// <code>
/// |      base sequence number     |      packet status count      |
/// |                 reference time (64 ms)        | feedback count|
/// |          packet chunk         |  ...    |  receive deltas (250 µs) ...
/// chunk: |0|symbol (2)|run length (13)|   |1|0|14 symbols of 1 bit|   |1|1|7 symbols of 2 bits|
/// </code>
/// </remarks>
internal static class TransportFeedback
{
    internal const int HeaderLength = 8;

    internal const int NotReceived = 0, SmallDelta = 1, LargeDelta = 2;

    internal static readonly TimeSpan DeltaUnit = TimeSpan.FromMicroseconds(250);

    internal static readonly TimeSpan ReferenceUnit = TimeSpan.FromMilliseconds(64);

    /// <summary>Adds each packet's arrival by the receiver's clock; null: it was not received.</summary>
    public static bool TryRead(RtcpPacket packet, List<(ushort Sequence, TimeSpan? Arrival)> packets)
    {
        if (!packet.IsTransportFeedback(FeedbackFormat.TransportCc) || packet.Body.Length < 8 + HeaderLength)
            return false;
        var content = packet.Body[8..];
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(content);
        var count = BinaryPrimitives.ReadUInt16BigEndian(content[2..]);
        var time = ((int)BinaryPrimitives.ReadUInt32BigEndian(content[4..]) >> 8) * ReferenceUnit;

        // A chunk holds at most 2¹³-1 symbols, so a short message cannot claim more than it is long.
        var symbols = new List<int>();
        var rest = content[HeaderLength..];
        for (; symbols.Count < count; rest = rest[2..])
        {
            if (rest.Length < 2)
                return false;
            AddSymbols(symbols, BinaryPrimitives.ReadUInt16BigEndian(rest));
        }
        for (var i = 0; i < count; i++)
        {
            if (!TryReadDelta(symbols[i], ref rest, out var delta))
                return false;
            time += delta ?? TimeSpan.Zero;
            packets.Add(((ushort)(sequence + i), delta is null ? null : time));
        }
        return true;
    }

    private static void AddSymbols(List<int> symbols, int chunk)
    {
        if (chunk >> 15 == 0)
            symbols.AddRange(Enumerable.Repeat(chunk >> 13 & 3, chunk & 0x1FFF));
        else if ((chunk >> 14 & 1) == 0)
            for (var bit = 13; bit >= 0; bit--)
                symbols.Add(chunk >> bit & 1);
        else
            for (var bit = 12; bit >= 0; bit -= 2)
                symbols.Add(chunk >> bit & 3);
    }

    private static bool TryReadDelta(int symbol, ref ReadOnlySpan<byte> rest, out TimeSpan? delta)
    {
        delta = null;
        switch (symbol)
        {
            case NotReceived:
                return true;
            case SmallDelta when rest.Length >= 1:
                delta = rest[0] * DeltaUnit;
                rest = rest[1..];
                return true;
            case LargeDelta when rest.Length >= 2:
                delta = BinaryPrimitives.ReadInt16BigEndian(rest) * DeltaUnit;
                rest = rest[2..];
                return true;
            default:
                return false;
        }
    }
}

namespace WebRtc.Depacketize;

/// <summary>RFC 7741.</summary>
/// <remarks>
/// <code>
/// |X|R|N|S|R| PID |    S: start of a partition, PID 0: the first one
/// |I|L|T|K| RSV   |    if X: which of the following are there
/// |M| PictureID   |    if I: one byte, or two if M
/// |   TL0PICIDX   |    if L
/// |TID|Y| KEYIDX  |    if T or K
/// </code>
/// </remarks>
internal sealed class Vp8Depacketizer : IDepacketizer
{
    public bool IsStart(ReadOnlySpan<byte> payload) => payload.Length > 0 && (payload[0] & 0x17) == 0x10;

    public void Begin() { }

    public bool TryAdd(ReadOnlySpan<byte> payload, UnitBuffer unit) =>
        TrySkipDescriptor(ref payload) && !payload.IsEmpty && unit.TryAppend(payload);

    /// <summary>RFC 6386 §9.1: the lowest bit of a frame is 0 in key frames.</summary>
    public bool TryEnd(UnitBuffer unit, out bool isKey)
    {
        isKey = unit.Length > 0 && (unit.Written[0] & 1) == 0;
        return unit.Length > 0;
    }

    private static bool TrySkipDescriptor(ref ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return false;
        var length = 1;
        if ((payload[0] & 0x80) != 0)
        {
            if (payload.Length < 2)
                return false;
            var there = payload[1];
            length++;
            if ((there & 0x80) != 0)
            {
                if (payload.Length <= length)
                    return false;
                length += (payload[length] & 0x80) != 0 ? 2 : 1;
            }
            if ((there & 0x40) != 0)
                length++;
            if ((there & 0x30) != 0)
                length++;
        }
        if (payload.Length < length)
            return false;
        payload = payload[length..];
        return true;
    }
}

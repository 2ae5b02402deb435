namespace WebRtc.Depacketize;

/// <summary>What stands before each VP9 payload; RFC 9628 §4.2.</summary>
/// <remarks>
/// <code>
/// |I|P|L|F|B|E|V|Z|
/// |M| picture ID  |   if I: one byte, or two if M
/// | TID |U| SID |D|   if L
/// |   TL0PICIDX   |   if L and not F
/// | P_DIFF      |N|   if F and P, up to three while N
/// | scalability structure if V: |N_S |Y|G|-|, sizes, picture group
/// </code>
/// </remarks>
internal readonly record struct Vp9Descriptor(int Length, bool IsPredicted, bool IsStart, bool IsEnd, int SpatialLayer)
{
    private const int MaxReferences = 3;

    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp9Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
            return false;
        var flags = payload[0];
        var (hasId, isPredicted, hasLayers, isFlexible) = ((flags & 0x80) != 0, (flags & 0x40) != 0, (flags & 0x20) != 0, (flags & 0x10) != 0);
        var (at, layer) = (1, 0);
        if (hasId)
        {
            if (at >= payload.Length)
                return false;
            at += (payload[at] & 0x80) != 0 ? 2 : 1;
        }
        if (hasLayers)
        {
            if (at >= payload.Length)
                return false;
            layer = payload[at] >> 1 & 7;
            at += isFlexible ? 1 : 2;
        }
        if (isFlexible && isPredicted && !TrySkipReferences(payload, ref at))
            return false;
        if ((flags & 0x02) != 0 && !TrySkipStructure(payload, ref at))
            return false;
        if (at > payload.Length)
            return false;
        descriptor = new(at, isPredicted, (flags & 0x08) != 0, (flags & 0x04) != 0, layer);
        return true;
    }

    private static bool TrySkipReferences(ReadOnlySpan<byte> payload, ref int at)
    {
        for (var i = 0; i < MaxReferences; i++)
        {
            if (at >= payload.Length)
                return false;
            if ((payload[at++] & 1) == 0)
                return true;
        }
        return false;
    }

    private static bool TrySkipStructure(ReadOnlySpan<byte> payload, ref int at)
    {
        if (at >= payload.Length)
            return false;
        var head = payload[at++];
        // Width and height of each layer.
        if ((head & 0x10) != 0)
            at += 4 * ((head >> 5) + 1);
        if ((head & 0x08) == 0)
            return at <= payload.Length;
        if (at >= payload.Length)
            return false;
        for (var pictures = payload[at++]; pictures > 0; pictures--)
        {
            if (at >= payload.Length)
                return false;
            at += 1 + (payload[at] >> 2 & 3);
        }
        return at <= payload.Length;
    }
}

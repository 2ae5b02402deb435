namespace Testing.Cameras;

/// <summary>H.264 as a camera sends it: Annex B to access units to RTP packets (RFC 6184).</summary>
internal static class AccessUnits
{
    private const int MaxPayload = 1300;

    /// <summary>Each as its NAL units.</summary>
    public static byte[][][] Of(ReadOnlySpan<byte> annexB)
    {
        var units = new List<byte[][]>();
        var current = new List<byte[]>();
        var hasPicture = false;
        foreach (var nal in Nals(annexB))
        {
            var slice = (nal[0] & 0x1F) is 1 or 5;
            // The first slice of a picture begins with macroblock 0: ue(v) of one bit.
            if (hasPicture && (!slice || (nal[1] & 0x80) != 0))
            {
                units.Add([.. current]);
                current.Clear();
                hasPicture = false;
            }

            current.Add(nal);
            hasPicture |= slice;
        }

        units.Add([.. current]);
        return [.. units];
    }

    public static bool IsKey(byte[][] unit) => unit.Any(nal => (nal[0] & 0x1F) == 7);

    public static IEnumerable<byte[]> Packets(byte[][] unit, uint time, ushort sequence)
    {
        for (var i = 0; i < unit.Length; i++)
        {
            var (nal, last) = (unit[i], i == unit.Length - 1);
            if (nal.Length <= MaxPayload)
            {
                yield return Packet(96, sequence++, time, last, nal);
                continue;
            }

            for (var at = 1; at < nal.Length; at += MaxPayload)
            {
                var part = nal[at..Math.Min(at + MaxPayload, nal.Length)];
                var (begins, ends) = (at == 1, at + MaxPayload >= nal.Length);
                yield return Packet(96, sequence++, time, last && ends, [(byte)((nal[0] & 0xE0) | 28), (byte)((begins ? 0x80 : 0) | (ends ? 0x40 : 0) | (nal[0] & 0x1F)), .. part]);
            }
        }
    }

    public static byte[] Packet(byte type, ushort sequence, uint time, bool marker, byte[] payload) =>
    [
        0x80, (byte)((marker ? 0x80 : 0) | type), (byte)(sequence >> 8), (byte)sequence,
        (byte)(time >> 24), (byte)(time >> 16), (byte)(time >> 8), (byte)time, 0, 0, 0x12, 0x34, .. payload,
    ];

    public static byte[] Framed(byte channel, byte[] packet) => [(byte)'$', channel, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet];

    private static List<byte[]> Nals(ReadOnlySpan<byte> annexB)
    {
        var nals = new List<byte[]>();
        while (annexB.IndexOf("\0\0\u0001"u8) is var start and >= 0)
        {
            annexB = annexB[(start + 3)..];
            var next = annexB.IndexOf("\0\0\u0001"u8);
            var nal = (next < 0 ? annexB : annexB[..next]).TrimEnd((byte)0).ToArray();
            if (nal.Length > 1)
                nals.Add(nal);
        }

        return nals;
    }
}

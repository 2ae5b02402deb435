namespace WebRtc.Depacketize;

/// <summary>OBU header; AV1 specification §5.3.2: |F| type (4) |X|S|-|, and one byte more if X.</summary>
internal static class Obu
{
    public const int SequenceHeader = 1, TemporalDelimiter = 2, TileList = 8;

    public const byte HasExtension = 0x04, HasSize = 0x02;

    /// <summary>A temporal delimiter with its size of 0, with which each temporal unit begins.</summary>
    public static ReadOnlySpan<byte> Delimiter => [TemporalDelimiter << 3 | HasSize, 0];

    public static int TypeOf(byte header) => header >> 3 & 0xF;

    public static int HeaderLength(byte header) => (header & HasExtension) != 0 ? 2 : 1;
}

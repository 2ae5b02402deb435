using System.Buffers.Binary;
using Media;

namespace FFmpeg;

/// <summary>Finds the orientation in an EXIF block, which is a small TIFF file (CIPA DC-008, 4.5; TIFF 6.0, section 2).</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112, ShortType = 3;
    private const int EntrySize = 12;

    //  "II" or "MM"  42(2)  offset of the first directory(4)
    //  directory: entry count(2)  { tag(2) type(2) count(4) value or offset(4) }*
    /// <returns><see cref="Orientation.Upright"/> for a block without a usable tag: a wrong one must not lose the picture.</returns>
    internal static Orientation ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
            return Orientation.Upright;
        var little = tiff[0] == 'I';
        var directory = ReadUInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return Orientation.Upright;
        var rest = tiff[(int)directory..];
        int count = ReadUInt16(rest, little);
        rest = rest[2..];
        for (; count > 0 && rest.Length >= EntrySize; count--, rest = rest[EntrySize..])
            if (ReadUInt16(rest, little) == OrientationTag && ReadUInt16(rest[2..], little) == ShortType)
                return ReadUInt16(rest[8..], little) is >= 1 and <= 8 and var value ? (Orientation)value : Orientation.Upright;
        return Orientation.Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint ReadUInt32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}

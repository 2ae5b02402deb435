using System.Buffers.Binary;
using Media;

namespace FFmpeg;

/// <summary>Walks the chunks of a PNG (ISO/IEC 15948, clause 5).</summary>
internal static class PngHeader
{
    private const int ChunkOverhead = 12; // length, type, CRC

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    //  signature(8)  { length(4) type(4) data CRC(4) }*      the first chunk is IHDR: width(4) height(4) ...
    internal static PictureHeader Read(ReadOnlySpan<byte> png)
    {
        if (png.Length < 33 || !png[12..].StartsWith("IHDR"u8))
            throw PictureHeader.Bad(PictureType.Png, "it has no IHDR chunk");
        var width = BinaryPrimitives.ReadInt32BigEndian(png[16..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(png[20..]);
        if (width <= 0 || height <= 0)
            throw PictureHeader.Bad(PictureType.Png, $"its size is {(uint)width}x{(uint)height}");
        var header = new PictureHeader(PictureType.Png, width, height, Orientation.Upright, false, IsTruncated: true);
        for (var rest = png[8..]; rest.Length >= ChunkOverhead;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkOverhead)
                return header;
            header = Apply(header, rest[4..8], rest.Slice(8, (int)length));
            if (!header.IsTruncated)
                return header;
            rest = rest[((int)length + ChunkOverhead)..];
        }
        return header;
    }

    private static PictureHeader Apply(PictureHeader header, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        type.SequenceEqual("eXIf"u8) ? header with { Orientation = Exif.ReadOrientation(data) }
        : type.SequenceEqual("acTL"u8) ? header with { IsAnimated = true }
        : type.SequenceEqual("IEND"u8) ? header with { IsTruncated = false }
        : header;
}

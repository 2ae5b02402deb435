using System.Buffers.Binary;
using Media;

namespace FFmpeg;

/// <summary>Walks the RIFF chunks of a WebP file (RFC 9649, section 2).</summary>
internal static class WebPHeader
{
    internal static bool IsWebP(ReadOnlySpan<byte> bytes) => bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8);

    //  "RIFF" size(4, little endian, from here on) "WEBP"  { type(4) length(4) data, padded to even }*
    internal static PictureHeader Read(ReadOnlySpan<byte> webp)
    {
        var truncated = BinaryPrimitives.ReadUInt32LittleEndian(webp[4..]) > webp.Length - 8;
        var header = new PictureHeader(PictureType.WebP, 0, 0, Orientation.Upright, false, truncated);
        for (var rest = webp[12..]; rest.Length >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var data = rest[8..];
            if (length < data.Length)
                data = data[..(int)length];
            header = Apply(header, rest[..4], data);
            if (length + (length & 1) > rest.Length - 8)
                break;
            rest = rest[(int)(8 + length + (length & 1))..];
        }
        return header.Width == 0 ? throw PictureHeader.Bad(PictureType.WebP, "no chunk tells its size") : header;
    }

    private static PictureHeader Apply(PictureHeader header, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("EXIF"u8))
            return header with { Orientation = Exif.ReadOrientation(data.StartsWith("Exif\0\0"u8) ? data[6..] : data) };
        if (type.SequenceEqual("VP8X"u8) && data.Length >= 10)
            return WithSize(header, 1 + UInt24(data[4..]), 1 + UInt24(data[7..])) with { IsAnimated = (data[0] & 0x02) != 0 };
        if (type.SequenceEqual("VP8L"u8) && data.Length >= 5 && data[0] == 0x2F)
            return ReadLossless(header, BinaryPrimitives.ReadUInt32LittleEndian(data[1..]));
        if (type.SequenceEqual("VP8 "u8) && data.Length >= 10 && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
            return WithSize(header, UInt14(data[6..]), UInt14(data[8..])); // the upper 2 bits are a scale for display
        return header;
    }

    // 14 bits of width less one, 14 bits of height less one
    private static PictureHeader ReadLossless(PictureHeader header, uint bits) =>
        WithSize(header, 1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF));

    // A canvas and the picture on it may differ in a file made to mislead: the larger counts.
    private static PictureHeader WithSize(PictureHeader header, int width, int height) =>
        header with { Width = Math.Max(header.Width, width), Height = Math.Max(header.Height, height) };

    private static int UInt14(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes) & 0x3FFF;

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}

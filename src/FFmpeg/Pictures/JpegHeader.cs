using System.Buffers.Binary;
using Media;

namespace FFmpeg;

/// <summary>Walks the marker segments of a JPEG up to its first scan (ITU-T T.81, annex B).</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, App1 = 0xE1;

    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    //  FF D8   { FF marker  length(2, counts itself)  payload }*   FF DA ... entropy-coded ... FF D9
    internal static PictureHeader Read(ReadOnlySpan<byte> jpeg)
    {
        var header = new PictureHeader(PictureType.Jpeg, 0, 0, Orientation.Upright, false, false);
        for (var at = 2; ;)
        {
            if (jpeg[at..].IndexOf((byte)0xFF) is > 0 and var rubbish)
                at += rubbish; // as other decoders do
            while (at < jpeg.Length && jpeg[at] == 0xFF)
                at++; // any number of fill bytes
            if (at + 3 > jpeg.Length)
                throw PictureHeader.Bad(PictureType.Jpeg, "it ends inside its header");
            var marker = jpeg[at++];
            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[at..]);
            if (length < 2 || at + length > jpeg.Length)
                throw PictureHeader.Bad(PictureType.Jpeg, "a header segment is cut");
            var payload = jpeg.Slice(at + 2, length - 2);
            if (IsFrame(marker))
                header = ReadFrame(header, payload);
            else if (marker == App1 && payload.StartsWith("Exif\0\0"u8))
                header = header with { Orientation = Exif.ReadOrientation(payload[6..]) };
            else if (marker == StartOfScan)
                return Finish(header, jpeg[at..]);
            at += length;
        }
    }

    // precision(1) height(2) width(2) ...
    private static PictureHeader ReadFrame(PictureHeader header, ReadOnlySpan<byte> payload) => payload.Length < 6
        ? throw PictureHeader.Bad(PictureType.Jpeg, "its frame header is cut")
        : header with
        {
            Height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]),
            Width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]),
        };

    private static PictureHeader Finish(PictureHeader header, ReadOnlySpan<byte> scan)
    {
        if (header.Width == 0 || header.Height == 0)
            throw PictureHeader.Bad(PictureType.Jpeg, $"its size is {header.Width}x{header.Height}");
        ReadOnlySpan<byte> end = [0xFF, EndOfImage];
        return header with { IsTruncated = scan.LastIndexOf(end) < 0 };
    }

    // SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC).
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}

using System.Buffers.Binary;
using Media;

namespace FFmpeg;

/// <summary>Walks the marker segments of a JPEG up to its first scan (ITU-T T.81, annex B).</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, App1 = 0xE1, Lossless = 0xC3, Progressive = 0xC2;

    internal static ReadOnlySpan<byte> End => [0xFF, EndOfImage];

    private static ReadOnlySpan<byte> ScanMarker => [0xFF, StartOfScan];

    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    //  FF D8   { FF marker  length(2, counts itself)  payload }*   FF DA ... entropy-coded ... FF D9
    internal static PictureHeader Read(ReadOnlySpan<byte> jpeg)
    {
        var header = new PictureHeader(PictureType.Jpeg, 0, 0, Orientation.Upright, false, false);
        var components = 0;
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
                (header, components) = (ReadFrame(header, marker, payload), payload[5]);
            else if (marker == App1 && payload.StartsWith("Exif\0\0"u8))
                header = header with { Orientation = Exif.ReadOrientation(payload[6..]) };
            else if (marker == StartOfScan)
                return Finish(header, jpeg[(at - 2)..], components);
            at += length;
        }
    }

    // precision(1) height(2) width(2) components(1) ...
    private static PictureHeader ReadFrame(PictureHeader header, byte marker, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 6)
            throw PictureHeader.Bad(PictureType.Jpeg, "its frame header is cut");
        if (Unsupported(marker, precision: payload[0]) is { } why)
            throw new MediaException(MediaErrorKind.Unsupported, $"{PictureType.Jpeg} picture: it is {why}, which is not decoded here; save it as an ordinary JPEG (jpegtran in.jpg > out.jpg, or any picture editor)");
        return header with { Height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]), Width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]) };
    }

    /// <summary>Processes that libav does not decode (T.81, table B.1).</summary>
    private static string? Unsupported(byte marker, byte precision) => marker switch
    {
        >= 0xC9 => "arithmetic-coded",
        >= 0xC5 => "hierarchical",
        Lossless => null,
        _ => precision == 8 ? null : $"of {precision} bits a sample",
    };

    private static PictureHeader Finish(PictureHeader header, ReadOnlySpan<byte> scans, int components)
    {
        if (header.Width == 0 || header.Height == 0)
            throw PictureHeader.Bad(PictureType.Jpeg, $"its size is {header.Width}x{header.Height}");
        return header with { IsTruncated = scans.LastIndexOf(End) < 0, LacksScans = !HaveAll(scans, components) };
    }

    /// <summary>Whether every coefficient of every component has its last bit in one of the scans (T.81, B.2.3 and G.1.1): nothing else tells that a picture without its end mark is whole.</summary>
    private static bool HaveAll(ReadOnlySpan<byte> scans, int components)
    {
        Span<ulong> known = stackalloc ulong[256];
        known.Clear();
        while (scans.IndexOf(ScanMarker) is var at and >= 0)
        {
            scans = scans[(at + 2)..];
            // length(2) components(1) { component(1) tables(1) }* first(1) last(1) approximation(1: high 4, low 4)
            if (scans.Length < 3 || scans[2] is var count && scans.Length < 6 + 2 * count)
                break;
            var (first, last, low) = (scans[3 + 2 * count], scans[4 + 2 * count], scans[5 + 2 * count] & 0xF);
            if (first > last || last > 63 || low != 0)
                continue;
            for (var i = 0; i < count; i++)
                known[scans[3 + 2 * i]] |= ulong.MaxValue >> 63 - (last - first) << first;
        }

        var complete = 0;
        foreach (var coefficients in known)
            complete += coefficients == ulong.MaxValue ? 1 : 0;
        return complete >= components;
    }

    // SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC).
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}

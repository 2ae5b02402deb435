using System.Buffers.Binary;
using System.Text;
using Media;

namespace FFmpeg;

/// <summary>Something that is neither a video nor a picture that can be read here, as its first bytes tell it.</summary>
/// <param name="What">With an article.</param>
/// <param name="Next">What to do about it.</param>
internal sealed record FirstBytes(string What, string Next, MediaErrorKind Kind = MediaErrorKind.Unsupported)
{
    private const int Enough = 512, LongestQuote = 60;

    private const string SaveAsJpeg = "save it as JPEG or PNG";

    private static readonly FirstBytes Heic = new("a HEIC picture, as phones take them", "convert it to JPEG (heif-convert in.heic out.jpg), or set the phone's camera to \"most compatible\"");

    private static readonly FirstBytes Avif = new("an AVIF picture", "convert it to JPEG or PNG (avifdec in.avif out.png)");

    private static readonly FirstBytes Raw = new("a camera's raw picture", "develop it to JPEG first");

    private static readonly FirstBytes Jpeg2000 = new("a JPEG 2000 picture", SaveAsJpeg), JpegXl = new("a JPEG XL picture", "convert it to JPEG (djxl in.jxl out.jpg)");

    private static readonly FirstBytes Svg = new("an SVG drawing", "render it to PNG first");

    private static readonly FirstBytes Page = new("a web page (HTML)", "is a log-in needed, or is the video at another address of that server?", MediaErrorKind.InvalidData);

    private static readonly FirstBytes Json = new("JSON text", "is the address that of the video itself?", MediaErrorKind.InvalidData);

    private static readonly FirstBytes Xml = new("an XML document", "is the address that of the video itself?", MediaErrorKind.InvalidData);

    private static readonly FirstBytes MarkedPlaylist = new("a playlist that begins with a byte-order mark, which RFC 8216 forbids", "have it written as UTF-8 without one", MediaErrorKind.InvalidData);

    /// <summary>Signatures at the beginning, in Latin-1; the first that fits counts.</summary>
    private static readonly (string Bytes, FirstBytes Is)[] Signatures =
    [
        ("\0\0\0\u000CjP  \r\n\u0087\n", Jpeg2000), ("\u00FFO\u00FFQ", Jpeg2000), ("\0\0\0\u000CJXL \r\n\u0087\n", JpegXl), ("\u00FF\n", JpegXl),
        ("%PDF-", new("a PDF document", "save the page that matters as JPEG or PNG")),
        ("II*\0\u0010\0\0\0CR", Raw), ("IIU\0", Raw), ("IIRO", Raw), ("IIRS", Raw), ("MMOR", Raw), ("FUJIFILMCCD-RAW", Raw), ("FOVb", Raw),
        ("II*\0", new("a TIFF picture, or a camera's raw one", SaveAsJpeg)), ("MM\0*", new("a TIFF picture, or a camera's raw one", SaveAsJpeg)),
        ("GIF8", new("a GIF", "`stream run` and streams take it as a video; as a picture, " + SaveAsJpeg)), ("BM", new("a BMP picture", SaveAsJpeg)),
        ("8BPS", new("a Photoshop file", SaveAsJpeg)), ("\0\0\u0001\0", new("an icon", SaveAsJpeg)), ("qoif", new("a QOI picture", SaveAsJpeg)),
        ("\u00EF\u00BB\u00BF#EXTM3U", MarkedPlaylist),
        ("PK\u0003\u0004", new("a ZIP archive", "unpack it first")), ("\u001F\u008B", new("gzip-compressed data", "unpack it first")),
        ("Rar!", new("a RAR archive", "unpack it first")), ("7z\u00BC\u00AF", new("a 7z archive", "unpack it first")),
    ];

    private static readonly string[] HeicBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx"];

    /// <summary>As the end of a sentence about it.</summary>
    public override string ToString() => $"it is {What}: {Next}";

    /// <returns>Null where they say nothing that is known.</returns>
    internal static FirstBytes? Of(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, Enough)];
        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8))
            return OfBrands(head);
        var text = Encoding.Latin1.GetString(head);
        foreach (var (bytes, what) in Signatures)
        {
            if (text.StartsWith(bytes, StringComparison.Ordinal))
                return what;
        }

        return OfText(text);
    }

    /// <summary>Of a file of this machine; null where there is none or nothing is known.</summary>
    internal static FirstBytes? OfFile(string path)
    {
        if (path.Contains("://", StringComparison.Ordinal) || new FileInfo(path) is not { Exists: true, Length: > 0 })
            return null;
        var head = new byte[Enough];
        using var file = File.OpenRead(path);
        return Of(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
    }

    /// <summary>size(4) "ftyp" brand(4) version(4) { brand(4) }*      (ISO/IEC 14496-12, 4.3; 23008-12, 10.2)</summary>
    private static FirstBytes? OfBrands(ReadOnlySpan<byte> head)
    {
        var size = Math.Min(head.Length, (int)Math.Min(Enough, BinaryPrimitives.ReadUInt32BigEndian(head)));
        var brands = new List<string> { Encoding.Latin1.GetString(head[8..12]) };
        for (var at = 16; at + 4 <= size; at += 4)
            brands.Add(Encoding.Latin1.GetString(head.Slice(at, 4)));
        return brands[0] switch
        {
            "crx " => Raw,
            "avif" or "avis" => Avif,
            "jxl " => JpegXl,
            "jp2 " => Jpeg2000,
            _ when HeicBrands.Contains(brands[0]) => Heic,
            "mif1" or "msf1" => brands.Contains("avif") ? Avif : Heic,
            _ => null,
        };
    }

    private static FirstBytes? OfText(string text)
    {
        var start = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? text[3..].TrimStart() : text.TrimStart();
        if (start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<head", StringComparison.OrdinalIgnoreCase))
            return Page;
        if (start.StartsWith("<svg", StringComparison.Ordinal) || start.StartsWith("<?xml", StringComparison.Ordinal) && start.Contains("<svg", StringComparison.Ordinal))
            return Svg;
        if (start.StartsWith("<?xml", StringComparison.Ordinal))
            return Xml;
        if (start.StartsWith('{') || start.StartsWith('['))
            return Json;
        // Playlists and session descriptions are text too, and others say what is wrong with those.
        if (start.Length == 0 || start[0] == '#' || start.StartsWith("v=", StringComparison.Ordinal) || !text.All(letter => letter is >= ' ' and < '\u007F' or '\r' or '\n' or '\t'))
            return null;
        var line = start.Split('\r', '\n')[0];
        return new FirstBytes($"text (\"{(line.Length > LongestQuote ? line[..LongestQuote] + "…" : line)}\")", "is the address or the file the right one?", MediaErrorKind.InvalidData);
    }
}

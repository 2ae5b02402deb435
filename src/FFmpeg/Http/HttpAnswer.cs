using System.Runtime.InteropServices;
using System.Text;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>What a server answered, before a demuxer takes it: its type and its first bytes tell who shall read it, and what it is where nobody can.</summary>
/// <remarks>The connection is libav's, with all that it does for any other: redirects, passwords, time limits, allowed protocols.</remarks>
internal sealed unsafe class HttpAnswer : IDisposable
{
    // An MP4's first boxes, a playlist's first lines, a page's title.
    private const int HeadBytes = 4096;

    private const string BoundaryParameter = "boundary=", PartTypeHeader = "Content-Type:";

    private readonly byte[] _head = new byte[HeadBytes];
    private int _headLength;
    private bool _isNoted;

    private HttpAnswer(IoHandle io)
    {
        Io = io;
        var type = Read("mime_type").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Type = type.FirstOrDefault("").ToLowerInvariant();
        Boundary = type.Skip(1).FirstOrDefault(part => part.StartsWith(BoundaryParameter, StringComparison.OrdinalIgnoreCase), BoundaryParameter)[BoundaryParameter.Length..].Trim('"', ' ');
    }

    internal IoHandle Io { get; }

    /// <summary>Media type without parameters, in small letters; empty where the server says none.</summary>
    internal string Type { get; }

    /// <summary>The type's parameter of that name; empty where there is none.</summary>
    internal string Boundary { get; }

    /// <summary>Media type that the first part of many says it has; empty where none does, or before one came.</summary>
    internal string PartType { get; private set; } = "";

    /// <summary>Bytes of it; null where the server does not say.</summary>
    internal long? Length => LibAvFormat.avio_size(Io.Address) is > 0 and var length ? length : null;

    /// <summary>Those of the format's options that the protocol has taken.</summary>
    internal IReadOnlyCollection<string> OptionsTaken { get; private init; } = [];

    internal ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <summary>It is pictures, one or one after another, rather than a container or playlist of libav's.</summary>
    internal bool IsPictures { get; private set; }

    /// <summary>Its type says that one picture follows another.</summary>
    internal bool IsMotion => Type.StartsWith("multipart/", StringComparison.Ordinal) || Type is "video/x-motion-jpeg" or "video/x-mjpeg" or "video/mjpeg" or "video/x-jpeg" or "image/mjpeg" or "image/x-mjpeg";

    internal static bool IsHttp(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks, and reads until it is known what comes.</summary>
    /// <returns>Null where that failed, with libav's number of the reason.</returns>
    internal static HttpAnswer? Open(string url, MediaReaderOptions options, Interrupt interrupt, out int error)
    {
        nint dictionary = 0;
        foreach (var (key, value) in options.ToLibav(url))
            _ = LibAvUtil.av_dict_set(ref dictionary, key, value, 0);
        error = LibAvFormat.avio_open2(out var io, UrlRedactor.EscapeUserInfo(url), LibAvFormat.AVIO_FLAG_READ, interrupt.ForLibav, ref dictionary);
        string[] taken = [.. options.FormatOptions.Keys.Where(key => LibAvUtil.av_dict_get(dictionary, key, 0, 0) == 0)];
        LibAvUtil.av_dict_free(ref dictionary);
        if (error < 0)
            return null;
        var answer = new HttpAnswer(new IoHandle(io)) { OptionsTaken = taken };
        error = answer.Judge();
        // A demuxer begins at the first byte: out of the buffer, or asked for once more where it has moved on.
        if (error >= 0 && !answer.IsPictures)
            error = (int)Math.Min(0, LibAvFormat.avio_seek(answer.Io.Address, 0, 0));
        if (error >= 0)
            return answer;
        answer.Dispose();
        return null;
    }

    public void Dispose() => Io.Dispose();

    /// <summary>What was read of its parts, from the beginning on: only the first tells their type.</summary>
    internal void NotePart(ReadOnlySpan<byte> bytes)
    {
        if (_isNoted || bytes.IsEmpty)
            return;
        _isNoted = true;
        var lines = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, HeadBytes)]).Split('\n');
        PartType = lines.FirstOrDefault(line => line.StartsWith(PartTypeHeader, StringComparison.OrdinalIgnoreCase), PartTypeHeader)[PartTypeHeader.Length..].Trim().ToLowerInvariant();
    }

    private int Judge()
    {
        while (!IsMotion && _headLength < 16)
        {
            int read;
            fixed (byte* free = _head)
                read = LibAvFormat.avio_read_partial(Io.Address, free + _headLength, HeadBytes - _headLength);
            // Of an answer that says no length, libav takes the end for a failure.
            if (read == Errors.EndOfFile || read == 0 || read == Errors.Io && Length is null)
                break;
            if (read < 0)
                return read;
            _headLength += read;
        }

        IsPictures = IsMotion || PictureHeader.IsPicture(Head) || IsPart(Head);
        return 0;
    }

    /// <summary>A part of motion JPEG whose answer does not say that it is that.</summary>
    private static bool IsPart(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("\r\n"u8);
        return head.StartsWith("--"u8) || Encoding.Latin1.GetString(head[..Math.Min(head.Length, 16)]).StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
    }

    private string Read(string option)
    {
        if (LibAvUtil.av_opt_get(Io.Address, option, LibAvUtil.AV_OPT_SEARCH_CHILDREN, out var value) < 0 || value == 0)
            return "";
        var text = Marshal.PtrToStringUTF8(value) ?? "";
        LibAvUtil.av_free(value);
        return text;
    }
}

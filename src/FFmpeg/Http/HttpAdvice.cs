using System.Buffers.Binary;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>What went wrong with an address of HTTP: what the server said, or what it sent, and what can be done about it.</summary>
internal static class HttpAdvice
{
    // Of a type that a stranger sent.
    private const int LongestType = 60;

    /// <summary>What no demuxer could read, however long it tried; null where there is nothing of the kind.</summary>
    internal static string? WhyUnplayable(HttpAnswer answer) => !answer.Io.IsSeekable && IndexIsBehind(answer.Head)
        ? "an MP4 with its index at its end, from a server that gives no part of a file (no Accept-Ranges): put the index in front "
            + "(ffmpeg -i in.mp4 -c copy -movflags +faststart out.mp4), or serve it by one that does"
        : null;

    /// <summary>It ended, and no picture had come.</summary>
    internal static MediaException WithoutPicture(HttpAnswer answer, string name) => new(
        MediaErrorKind.InvalidData, OtherParts(answer) is { } other ? $"{name}: {other}" : $"{name}: it answers with {TypeOf(answer)} and ended before a JPEG picture had come; does the camera send motion JPEG there?");

    /// <param name="answer">Null where it was none, or one that refuses.</param>
    /// <returns>Null where libav's own number and words say as much.</returns>
    internal static MediaException? Explain(int code, string url, HttpAnswer? answer, string name, string timeout)
    {
        if (LogCapture.KeyFile is { Length: > 0 } key)
            return new MediaException(IsRefusal(LogCapture.HttpStatus) ? MediaErrorKind.AccessDenied : MediaErrorKind.Io, $"{name}: it is encrypted, and its key {key} {Status()}: does whoever gives the key want credentials or a token in the URL?");
        if (answer is null)
            return StatusOf(code) is { Length: > 0 } status && OfStatus(status, url) is { } advice ? new MediaException(Errors.Kind(code), $"{name}: the server answers {status}: {advice}") : null;
        if (answer is { Head.IsEmpty: true, IsMotion: false } && code != 0 && timeout.Length == 0)
            return new MediaException(MediaErrorKind.InvalidData, $"{name}: the server's answer is empty; is the camera still starting, or is the video at another address?");
        if (OtherParts(answer) is { } other)
            return new MediaException(MediaErrorKind.Unsupported, $"{name}: {other}");
        if (FirstBytes.Of(answer.Head) is { } seen)
            return new MediaException(seen.Kind, $"{name}: {seen}");
        if (timeout.Length > 0)
            return new MediaException(MediaErrorKind.Timeout, $"{name}: it answers with {TypeOf(answer)}, but {timeout}; does it send slower than that?");
        return code == Errors.InvalidData && LogCapture.LastError.Length == 0
            ? new MediaException(MediaErrorKind.InvalidData, $"{name}: it answers with {TypeOf(answer)}, and what comes is no video that is known here")
            : null;
    }

    /// <summary>One picture after another is all that is known to come in parts.</summary>
    private static string? OtherParts(HttpAnswer answer) => answer.PartType is { Length: > 0 } type && !type.StartsWith("image/", StringComparison.Ordinal)
        ? $"it sends parts of the type {Printable(type)}, and known here are pictures (motion JPEG): does the camera have an address of those, or of RTSP?"
        : null;

    private static string Printable(string type) => new([.. type.Take(LongestType).Select(letter => letter is > ' ' and < '\u007F' ? letter : '?')]);

    private static string TypeOf(HttpAnswer answer) => answer.Type.Length > 0 ? answer.Type : "no Content-Type";

    private static string Status() => LogCapture.HttpStatus is { Length: > 0 } status ? $"answers {status}" : "cannot be read";

    private static bool IsRefusal(string status) => status.StartsWith("401", StringComparison.Ordinal) || status.StartsWith("403", StringComparison.Ordinal);

    /// <summary>In the server's words, where libav repeats them.</summary>
    private static string StatusOf(int code) => code switch
    {
        >= 0 => "",
        _ when LogCapture.HttpStatus is { Length: >= 3 } told => told,
        _ when code == Errors.Http401 => "401 Unauthorized",
        _ when code == Errors.Http403 => "403 Forbidden",
        _ when code == Errors.Http404 => "404 Not Found",
        _ => "",
    };

    private static string? OfStatus(string status, string url) => status[..3] switch
    {
        "401" when url.AsSpan(0, Math.Max(0, url.LastIndexOf('@'))).IsEmpty => "it wants credentials; a URL has user:password@ before its host",
        "401" => "it refuses these credentials, or wants them in a way that is not known here (Basic, and Digest with MD5, are)",
        "403" => "these credentials, or this address, may not watch it",
        "404" or "410" => "it has nothing of that name; check what follows the host",
        "400" or "405" or "406" or "415" => "it does not understand the request; is this the video's address, and the port that of HTTP?",
        "407" => "a proxy on the way wants credentials",
        "429" => "it is asked too often; ask it less",
        "503" or "502" or "504" => "what is behind it does not run, or has too much to do",
        ['5', ..] => "it failed at it; its own log says why",
        _ => null,
    };

    /// <summary>Boxes of MP4, as far as they go: size(4, big endian) type(4). Its media before its index.</summary>
    private static bool IndexIsBehind(ReadOnlySpan<byte> head)
    {
        if (!head[Math.Min(4, head.Length)..].StartsWith("ftyp"u8))
            return false;
        while (head.Length >= 8)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var type = head[4..8];
            if (type.SequenceEqual("mdat"u8))
                return true;
            if (type.SequenceEqual("moov"u8) || size < 8 || size > head.Length)
                return false;
            head = head[(int)size..];
        }

        return false;
    }
}

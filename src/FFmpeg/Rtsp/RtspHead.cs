using System.Text;

namespace FFmpeg.Rtsp;

/// <summary>First line and headers of an RTSP message (RFC 2326, 4), of a camera or its answer. A character is a byte.</summary>
/// <remarks>
/// RTSP/1.0 401 Unauthorized CR LF    or    OPTIONS rtsp://… RTSP/1.0 CR LF
/// CSeq: 2 CR LF
/// CR LF
/// Lines may end with LF alone, and a header may go on in a line that begins with a blank.
/// </remarks>
internal sealed class RtspHead
{
    /// <summary>The longest that is read; what cameras send has a few hundred bytes.</summary>
    internal const int MaxBytes = 16 * 1024;

    /// <summary>The longest body: a session description.</summary>
    internal const int MaxBody = 64 * 1024;

    private const int MaxReason = 80;

    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>0 in a request.</summary>
    internal int Status { get; private init; }

    /// <summary>What stands after the status: printable characters, cut where it is long.</summary>
    internal string Reason { get; private init; } = "";

    /// <summary>Of a request; empty in an answer.</summary>
    internal string Method { get; private init; } = "";

    internal int? Sequence => int.TryParse(this["CSeq"], out var number) ? number : null;

    /// <summary>Bytes of the body that follows; negative or unreadable counts as none.</summary>
    internal long BodyBytes => long.TryParse(this["Content-Length"], out var bytes) && bytes > 0 ? bytes : 0;

    /// <summary>The first header of a name; null where there is none.</summary>
    internal string? this[string name] => All(name).FirstOrDefault();

    internal IEnumerable<string> All(string name) => _headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <returns>Null where the first line is none of RTSP.</returns>
    internal static RtspHead? Parse(ReadOnlySpan<byte> head)
    {
        if (head.Length > MaxBytes)
            return null;
        var lines = Encoding.Latin1.GetString(head).Split('\n');
        if (Begin(lines[0].TrimEnd('\r')) is not { } parsed)
            return null;
        foreach (var line in lines.Skip(1).Select(line => line.TrimEnd('\r')))
            parsed.Add(line);
        return parsed;
    }

    private static RtspHead? Begin(string line)
    {
        var words = line.Split(' ', 3);
        if (line.StartsWith("RTSP/", StringComparison.Ordinal))
            return words.Length > 1 && int.TryParse(words[1], out var status) && status is >= 100 and <= 999
                ? new() { Status = status, Reason = Printable(words.ElementAtOrDefault(2) ?? "") }
                : null;
        return words is [{ Length: > 0 } method, _, var version] && version.StartsWith("RTSP/", StringComparison.Ordinal) ? new() { Method = method } : null;
    }

    private static string Printable(string text)
    {
        var printable = string.Concat(text.Where(letter => letter is >= ' ' and <= '~')).Trim();
        return printable.Length <= MaxReason ? printable : printable[..MaxReason];
    }

    private void Add(string line)
    {
        if (line.StartsWith(' ') || line.StartsWith('\t'))
        {
            if (_headers is [.., var last])
                _headers[^1] = new(last.Key, $"{last.Value} {line.Trim()}");
            return;
        }

        if (line.IndexOf(':') is var colon and > 0)
            _headers.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
    }
}

using System.Text;

namespace FFmpeg.Rtsp;

/// <summary>Who logs in; as the bytes of their UTF-8, one a character, as they go on the wire.</summary>
internal sealed record RtspCredentials(string User, string Password);

/// <summary>An rtsp or rtsps URL, taken apart as cameras' users write it: nothing in a password need be escaped but '/', '?' and '#'.</summary>
/// <param name="Url">What requests name: without credentials, and without libav's "?tcp" and "?udp".</param>
internal sealed record RtspAddress(bool IsSecure, string Host, int Port, string Url, RtspCredentials? Credentials)
{
    private const int DefaultPort = 554, DefaultSecurePort = 322;

    internal string Scheme => IsSecure ? "rtsps" : "rtsp";

    internal static bool IsOne(string url) =>
        url.StartsWith("rtsp://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("rtsps://", StringComparison.OrdinalIgnoreCase);

    /// <summary>scheme://[user[:password]@]host[:port][/path][?query]; null where the host or the port is none.</summary>
    internal static RtspAddress? Parse(string url)
    {
        if (!IsOne(url))
            return null;
        var secure = url[4] is 's' or 'S';
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#') is var at and >= 0 ? at : rest.Length;
        var (authority, path) = (rest[..end], rest[end..].Split('#')[0]);
        var user = authority.LastIndexOf('@');
        var host = authority[(user + 1)..];
        if (!TrySplit(host, out var name, out var port))
            return null;
        var request = $"{(secure ? "rtsps" : "rtsp")}://{host}{WithoutTransport(path)}";
        return new(secure, name, port ?? (secure ? DefaultSecurePort : DefaultPort), request, user < 0 ? null : ToCredentials(authority[..user]));
    }

    /// <summary>The bytes of a text's UTF-8, one a character.</summary>
    internal static string ToWire(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static RtspCredentials ToCredentials(string userInfo)
    {
        var parts = userInfo.Split(':', 2);
        return new(ToWire(Uri.UnescapeDataString(parts[0])), ToWire(Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "")));
    }

    private static bool TrySplit(string host, out string name, out int? port)
    {
        var colon = host.StartsWith('[') ? host.IndexOf(':', Math.Max(host.IndexOf(']'), 0)) : host.IndexOf(':');
        (name, port) = ((colon < 0 ? host : host[..colon]).Trim('[', ']'), null);
        if (name.Length == 0 || Uri.CheckHostName(name) == UriHostNameType.Unknown)
            return false;
        if (colon < 0 || colon == host.Length - 1)
            return true;
        port = ushort.TryParse(host.AsSpan(colon + 1), out var number) && number > 0 ? number : null;
        return port is not null;
    }

    private static string WithoutTransport(string path)
    {
        var query = path.LastIndexOf('?');
        if (query < 0)
            return path;
        var kept = path[(query + 1)..].Split('&').Where(part => part is not ("tcp" or "udp")).ToArray();
        return kept is [] ? path[..query] : $"{path[..query]}?{string.Join('&', kept)}";
    }
}

using System.Net;

namespace Server.Security;

/// <summary>Which web pages may use this server: its own, and those of Server:AllowedOrigins. What is no page in a browser sends no Origin.</summary>
/// <remarks>
/// A browser lets any page open a WebSocket to the user's own machine, and send simple requests there; the server alone can refuse
/// (RFC 6455, section 10.2).
/// </remarks>
/// <param name="listen">The address that the server listens on.</param>
internal sealed class OriginPolicy(OriginOptions options, string listen)
{
    private readonly bool _onLoopback = IPAddress.IsLoopback(IPAddress.Parse(listen));
    private readonly string[] _allowedHosts = [.. options.AllowedOrigins.Select(HostOf)];

    /// <summary>Whether there are any, so that their pages may show pictures of the server too, which browsers ask for without an Origin.</summary>
    public bool AllowsOthers => options.AllowedOrigins.Length > 0;

    /// <summary>A page of another origin that may read answers.</summary>
    public bool IsAllowed(string origin) => options.AllowedOrigins.Any(allowed => allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the Origin is the server itself, under the name that the client used for it, or allowed. The scheme may differ: a proxy may end TLS.</summary>
    public bool AllowsOrigin(string origin, HostString host) => HostOf(origin).Equals(host.Value, StringComparison.OrdinalIgnoreCase) || IsAllowed(origin);

    /// <summary>
    /// Whether a Host can be meant for this server. Another site can give its own name the address 127.0.0.1, and its page is then of the
    /// server's origin (DNS rebinding); on loopback, names that nobody configured are refused.
    /// </summary>
    public bool AllowsHost(HostString host) =>
        !_onLoopback || !host.HasValue || IsLocal(host.Host) || _allowedHosts.Any(allowed => allowed == "*" || allowed.Equals(host.Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>scheme://host[:port] as a browser sends it (RFC 6454, section 6.2), "null", or "*" for any.</summary>
    public static bool IsOrigin(string text) =>
        text is "*" or "null" || Uri.TryCreate(text, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);

    private static bool IsLocal(string host) =>
        IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>http://host:8000 -> host:8000</summary>
    private static string HostOf(string origin) => origin.Split("://", 2)[^1];
}

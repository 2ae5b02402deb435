using System.Diagnostics;
using Media;

namespace Server.Observability.Tracing;

/// <summary>Requests' spans without what would let their readers act for a client: the address of a WHIP session is all that ends it.</summary>
internal static class RequestSpan
{
    public static void Redact(Activity span, HttpRequest request)
    {
        foreach (var (name, value) in span.TagObjects.ToArray())
        {
            if (value is string text && RedactTag(name, text) is { } clean && clean != text)
                span.SetTag(name, clean);
        }
    }

    // Semantic conventions for HTTP spans: url.path and url.query are parts, url.full and Referer wholes.
    private static string RedactTag(string name, string value) => name switch
    {
        "url.path" => Session(value),
        "url.query" => UrlRedactor.Redact(value.StartsWith('?') ? value : $"?{value}"),
        _ => UrlRedactor.Redact(value),
    };

    /// <summary>/whip/ID/SECRET</summary>
    private static string Session(string path) =>
        path.Split('/') is ["", var root, var id, var secret, ..] && root.Equals("whip", StringComparison.OrdinalIgnoreCase) && secret.Length > 0 ? $"/{root}/{id}/***" : path;
}

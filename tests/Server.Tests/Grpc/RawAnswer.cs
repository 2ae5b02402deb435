using System.Globalization;
using System.Net;
using Grpc.Core;

namespace Server.Tests.Grpc;

/// <summary>What came back over HTTP, before any client made sense of it.</summary>
internal sealed record RawAnswer(
    HttpStatusCode Http, IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyDictionary<string, string> Trailers)
{
    public StatusCode Status => (StatusCode)int.Parse(Of("grpc-status")!, CultureInfo.InvariantCulture);

    public string Message => Of("grpc-message") ?? "";

    /// <summary>One block of headers with the status in it, and nothing after.</summary>
    public bool IsTrailersOnly => Headers.ContainsKey("grpc-status") && Body.Length == 0 && Trailers.Count == 0;

    private string? Of(string name) => Headers.GetValueOrDefault(name) ?? Trailers.GetValueOrDefault(name);
}

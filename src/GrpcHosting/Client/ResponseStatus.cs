using System.Net;
using System.Net.Http.Headers;
using GrpcHosting.Calls;
using GrpcHosting.Metadata;

namespace GrpcHosting.Client;

/// <summary>How a response, or the lack of one, ended the call.</summary>
internal static class ResponseStatus
{
    /// <returns>Null for OK.</returns>
    public static GrpcException? Of(HttpResponseMessage response)
    {
        var trailers = TrailersOf(response);
        if (!trailers.TryGetValues("grpc-status", out var values))
            return OfHttp(response);
        var status = StatusText.Parse(values.First());
        if (status == GrpcStatus.Ok)
            return null;
        var message = trailers.TryGetValues("grpc-message", out var messages) ? PercentEncoding.Decode(messages.First()) : "";
        return new(status, message) { Trailers = ClientMetadata.Of(trailers) };
    }

    /// <summary>Also those of a response that is trailers only.</summary>
    public static HttpResponseHeaders TrailersOf(HttpResponseMessage response) =>
        response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;

    public static GrpcException OfTransport(Exception error) => error switch
    {
        HttpProtocolException { ErrorCode: var code } => new(OfHttp2(code), $"the server ended the stream with HTTP/2 error {code}", error),
        HttpRequestException { InnerException: HttpProtocolException inner } => OfTransport(inner),
        IOException { InnerException: HttpProtocolException inner } => OfTransport(inner),
        _ => new(GrpcStatus.Unavailable, $"the connection failed: {error.Message}", error),
    };

    // The mappings that the gRPC protocol gives for answers which do not come from a gRPC server.
    private static GrpcException OfHttp(HttpResponseMessage response)
    {
        var status = response.StatusCode switch
        {
            HttpStatusCode.BadRequest => GrpcStatus.Internal,
            HttpStatusCode.Unauthorized => GrpcStatus.Unauthenticated,
            HttpStatusCode.Forbidden => GrpcStatus.PermissionDenied,
            HttpStatusCode.NotFound => GrpcStatus.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => GrpcStatus.Unavailable,
            _ => GrpcStatus.Unknown,
        };
        return new(status, $"HTTP {(int)response.StatusCode} without grpc-status");
    }

    // RFC 9113 section 7: REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM, INADEQUATE_SECURITY.
    private static GrpcStatus OfHttp2(long code) => code switch
    {
        7 => GrpcStatus.Unavailable,
        8 => GrpcStatus.Cancelled,
        11 => GrpcStatus.ResourceExhausted,
        12 => GrpcStatus.PermissionDenied,
        _ => GrpcStatus.Internal,
    };
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace GrpcHosting.Calls;

/// <summary>What is no gRPC request at all is answered in HTTP's words.</summary>
internal static class RequestCheck
{
    public const string ContentType = "application/grpc";

    /// <returns>False when the request was answered.</returns>
    public static bool Passes(HttpContext http)
    {
        var refusal = Refusal(http);
        if (refusal != StatusCodes.Status200OK)
            http.Response.StatusCode = refusal;
        return refusal == StatusCodes.Status200OK;
    }

    /// <summary>application/grpc, with or without "+proto" and parameters; not application/grpc-web.</summary>
    public static bool IsGrpc(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        var codec = contentType.AsSpan(ContentType.Length);
        if (codec.IndexOf(';') is var parameters and >= 0)
            codec = codec[..parameters];
        codec = codec.TrimEnd(' ');
        return codec.IsEmpty || codec.Equals("+proto", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A call may last and be silent for as long as both sides like.</summary>
    public static void LiftBodyLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        http.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
    }

    private static int Refusal(HttpContext http)
    {
        if (HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol))
        {
            http.Response.Headers.Upgrade = "HTTP/2.0";
            return StatusCodes.Status426UpgradeRequired;
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return StatusCodes.Status405MethodNotAllowed;
        }
        return IsGrpc(http.Request.ContentType) ? StatusCodes.Status200OK : StatusCodes.Status415UnsupportedMediaType;
    }
}

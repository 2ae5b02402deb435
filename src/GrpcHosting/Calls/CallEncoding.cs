using GrpcHosting.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace GrpcHosting.Calls;

/// <summary>What a client's headers say about compression.</summary>
internal static class CallEncoding
{
    public const string Header = "grpc-encoding";
    public const string AcceptHeader = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string Accepted = $"{Identity},{Gzip.Name}";

    /// <exception cref="GrpcException">UNIMPLEMENTED: messages come in an encoding that is not known here.</exception>
    public static string? OfRequest(HttpContext http)
    {
        var encoding = http.Request.Headers[Header].ToString();
        if (encoding is "" or Identity)
            return null;
        if (encoding == Gzip.Name)
            return encoding;
        http.Response.Headers[AcceptHeader] = Accepted;
        throw new GrpcException(GrpcStatus.Unimplemented, $"{Header} '{encoding}' is not supported, only {Accepted}");
    }

    public static bool AcceptsGzip(StringValues accepted)
    {
        foreach (var line in accepted)
            foreach (var range in line.AsSpan().Split(','))
                if (line.AsSpan()[range].Trim(' ') is Gzip.Name)
                    return true;
        return false;
    }
}

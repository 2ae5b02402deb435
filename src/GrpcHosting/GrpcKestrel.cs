using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcHosting;

/// <summary>What Kestrel must be told to carry calls that live long; its defaults are for pages.</summary>
public static class GrpcKestrel
{
    // A raw picture crosses in tens of DATA frames instead of hundreds; other calls get their turn between them.
    private const int MaxFrameBytes = 256 << 10;

    /// <summary>Cleartext needs prior knowledge of HTTP/2: Kestrel cannot tell it from HTTP/1.1 on one port.</summary>
    public static ListenOptions UseGrpc(this ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        return listen;
    }

    /// <remarks>
    /// The lowest rate of responses can only be lifted for the whole server: a subscriber that waits for credits, or pauses, would be cut
    /// off with every other call of its connection. Pings find the dead ones. The limits of request bodies are lifted a call at a time.
    /// </remarks>
    public static KestrelServerOptions UseGrpcLimits(this KestrelServerOptions kestrel, GrpcOptions options)
    {
        var http2 = kestrel.Limits.Http2;
        http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        http2.InitialStreamWindowSize = options.StreamWindowBytes;
        http2.InitialConnectionWindowSize = options.ConnectionWindowBytes;
        http2.MaxFrameSize = MaxFrameBytes;
        http2.KeepAlivePingDelay = TimeSpan.FromSeconds(options.KeepAlivePingDelaySeconds);
        http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(options.KeepAlivePingTimeoutSeconds);
        kestrel.Limits.MinResponseDataRate = null;
        return kestrel;
    }
}

using System.Net;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcHosting.Calls;
using GrpcHosting.Client;
using GrpcHosting.Framing;
using GrpcHosting.Metadata;

namespace GrpcHosting;

/// <summary>A client of one server: calls by their descriptors, over HTTP/2 (with prior knowledge for http, by ALPN for https).</summary>
public sealed class GrpcChannel : IDisposable
{
    // A result or picture seldom waits for a window update.
    private const int StreamWindowBytes = 1 << 20;

    private readonly HttpClient _http;
    private readonly GrpcChannelOptions _options;

    public GrpcChannel(Uri address, GrpcChannelOptions? options = null)
    {
        _options = options ?? new();
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            EnableMultipleHttp2Connections = _options.ManyConnections,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            UseCookies = false,
            UseProxy = false,
        })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <exception cref="GrpcException">The call ended with another status than OK.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(MethodDescriptor method, TRequest request, GrpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
    {
        MethodShape.Check<TRequest, TResponse>(method, clientStreams: false, serverStreams: false);
        using var call = Open<TRequest, TResponse>(method, options);
        await call.WriteAsync(request);
        return await call.FinishAsync();
    }

    /// <summary>The call has sent its request and is to be read.</summary>
    public async Task<GrpcClientCall<TRequest, TResponse>> ServerStreamingAsync<TRequest, TResponse>(
        MethodDescriptor method, TRequest request, GrpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
    {
        MethodShape.Check<TRequest, TResponse>(method, clientStreams: false, serverStreams: true);
        var call = Open<TRequest, TResponse>(method, options);
        try
        {
            await call.WriteAsync(request);
            await call.CompleteAsync();
            return call;
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    /// <summary>The call is to be written, and ended by <see cref="GrpcClientCall{TRequest, TResponse}.FinishAsync"/>.</summary>
    public GrpcClientCall<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(MethodDescriptor method, GrpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
    {
        MethodShape.Check<TRequest, TResponse>(method, clientStreams: true, serverStreams: false);
        return Open<TRequest, TResponse>(method, options);
    }

    public GrpcClientCall<TRequest, TResponse> Duplex<TRequest, TResponse>(MethodDescriptor method, GrpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
    {
        MethodShape.Check<TRequest, TResponse>(method, clientStreams: true, serverStreams: true);
        return Open<TRequest, TResponse>(method, options);
    }

    public void Dispose() => _http.Dispose();

    private GrpcClientCall<TRequest, TResponse> Open<TRequest, TResponse>(MethodDescriptor method, GrpcCallOptions? options)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
    {
        options ??= GrpcCallOptions.Default;
        var content = new RequestContent();
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{method.Service.FullName}/{method.Name}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation(CallEncoding.AcceptHeader, CallEncoding.Accepted);
        request.Headers.TryAddWithoutValidation(CallEncoding.Header, options.Compress ? Gzip.Name : CallEncoding.Identity);
        if (options.Timeout is { } timeout)
            request.Headers.TryAddWithoutValidation(CallDeadline.Header, GrpcTimeout.Format(timeout));
        foreach (var (key, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(key, value);
        return new(_http, request, content, (MessageParser<TResponse>)method.OutputType.Parser, _options, options);
    }
}

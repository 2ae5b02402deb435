using Google.Protobuf;
using GrpcHosting.Calls;
using GrpcHosting.Framing;
using Microsoft.AspNetCore.Http;

namespace GrpcHosting;

/// <summary>One call as its handler sees it; not to be used after the handler has returned.</summary>
public sealed class GrpcCall
{
    private readonly CallDeadline _deadline;
    private readonly MessageReader _reader;
    private GrpcMetadata? _requestHeaders;
    private volatile bool _isLost;

    internal GrpcCall(
        HttpContext http, string method, GrpcOptions options, CallResponse response, CallDeadline deadline, string? encoding, CancellationToken stopping)
    {
        Http = http;
        Method = method;
        Response = response;
        Stopping = stopping;
        _deadline = deadline;
        _reader = new(http.Request.BodyReader, options.MaxReceiveMessageBytes, encoding, Lost);
    }

    public HttpContext Http { get; }

    /// <value>/package.Service/Method</value>
    public string Method { get; }

    public DateTimeOffset? Deadline => _deadline.At;

    /// <summary>The client has gone, its deadline has passed, or the time for the server's calls to end is over.</summary>
    public CancellationToken Cancellation => _deadline.Token;

    /// <summary>The server has begun to stop: calls that would live on end themselves now, and others may finish.</summary>
    public CancellationToken Stopping { get; }

    public GrpcMetadata RequestHeaders => _requestHeaders ??= GrpcMetadata.From(Http.Request.Headers);

    /// <summary>Sent with the first message, by <see cref="SendHeadersAsync"/>, or with the status.</summary>
    public GrpcMetadata ResponseHeaders => Response.Headers;

    public GrpcMetadata ResponseTrailers => Response.Trailers;

    /// <summary>Whether the messages written from now on are compressed, if the client accepts that.</summary>
    public bool Compress
    {
        get => Response.Compress;
        set => Response.Compress = value;
    }

    /// <summary>Of the request message that was read last.</summary>
    internal bool RequestWasCompressed => _reader.WasCompressed;

    internal CallResponse Response { get; }

    internal bool IsClientGone => _isLost || Http.RequestAborted.IsCancellationRequested;

    internal bool DeadlinePassed => _deadline.HasPassed;

    /// <summary>Tells the client that the call was taken, before there is a message.</summary>
    public ValueTask SendHeadersAsync() => Response.SendHeadersAsync(Cancellation);

    internal ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation) where T : class, IMessage<T> =>
        Response.IsEnded ? throw new InvalidOperationException("The call has ended; nothing more can be read.") : _reader.ReadAsync(parser, cancellation);

    /// <summary>The request of a method that takes exactly one.</summary>
    internal async ValueTask<T> ReadSingleAsync<T>(MessageParser<T> parser) where T : class, IMessage<T>
    {
        var request = await ReadAsync(parser, Cancellation);
        if (request is null || !await _reader.ReadEndAsync(Cancellation))
            throw new GrpcException(GrpcStatus.Unimplemented, $"{Method} takes exactly one message, and {(request is null ? "none" : "more")} came");
        return request;
    }

    private OperationCanceledException Lost(IOException e)
    {
        _isLost = true;
        return new("the client has gone", e, Cancellation);
    }
}

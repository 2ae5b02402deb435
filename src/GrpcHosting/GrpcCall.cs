using GrpcHosting.Calls;
using Microsoft.AspNetCore.Http;

namespace GrpcHosting;

/// <summary>One call as its handler sees it; not to be used after the handler has returned.</summary>
public sealed class GrpcCall
{
    private readonly CallDeadline _deadline;
    private GrpcMetadata? _requestHeaders;

    internal GrpcCall(HttpContext http, string method, CallRequest request, CallResponse response, CallDeadline deadline, CancellationToken stopping)
    {
        Http = http;
        Method = method;
        Request = request;
        Response = response;
        Stopping = stopping;
        _deadline = deadline;
    }

    public HttpContext Http { get; }

    /// <value>/package.Service/Method</value>
    public string Method { get; }

    public DateTimeOffset? Deadline => _deadline.At;

    /// <summary>The client has gone, its deadline has passed, or the time that the server gives its calls to end is over.</summary>
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

    internal CallRequest Request { get; }

    internal CallResponse Response { get; }

    internal bool IsClientGone => Request.IsLost || Http.RequestAborted.IsCancellationRequested;

    internal bool DeadlinePassed => _deadline.HasPassed;

    /// <summary>Tells the client that the call was taken, before there is a message.</summary>
    public ValueTask SendHeadersAsync() => Response.SendHeadersAsync(Cancellation);
}

using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using GrpcHosting.Framing;
using GrpcHosting.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcHosting.Calls;

/// <summary>The answering half of a call: headers once, messages one at a time, a status at the end.</summary>
/// <remarks>Writers on several tasks take turns, and so does the end, which a passed deadline may bring while the handler still writes.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A writer that outlives its call still gets its turn, and learns that it is too late.")]
internal sealed class CallResponse(HttpContext http, GrpcOptions options)
{
    // RFC 9113 section 7.
    private const int Http2Cancel = 8;

    // More than that may wait for the client, which only a flush does under the call's deadline.
    private const int MaxUnflushedBytes = 16 << 10;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly MessageWriter _messages = new(http.Response.BodyWriter, options.MaxSendMessageBytes);
    private readonly bool _clientAcceptsGzip = CallEncoding.AcceptsGzip(http.Request.Headers[CallEncoding.AcceptHeader]);
    private GrpcMetadata? _headers;
    private GrpcMetadata? _trailers;
    private bool _isStuck;
    private bool _isEnded;

    public GrpcMetadata Headers => _headers ??= [];

    public GrpcMetadata Trailers => _trailers ??= [];

    public bool Compress { get; set; } = options.Compress;

    public bool IsEnded => Volatile.Read(ref _isEnded);

    public async ValueTask SendHeadersAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            ThrowIfEnded();
            await StartAsync();
            await FlushAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="flush">Whether to send at once, and wait until the transport has taken it; else a small message goes with the status.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(IMessage message, bool flush, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            ThrowIfEnded();
            if (!http.Response.HasStarted)
                await StartAsync();
            _messages.Write(message, Compress && _clientAcceptsGzip);
            if (flush || http.Response.BodyWriter.UnflushedBytes > MaxUnflushedBytes)
                await FlushAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Only the first end counts.</summary>
    public async Task EndAsync(GrpcStatus status, string message)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_isEnded)
                return;
            Volatile.Write(ref _isEnded, true);
            if (http.RequestAborted.IsCancellationRequested)
                return;
            // The status would wait behind a message that the client does not take.
            if (_isStuck)
                http.Features.Get<IHttpResetFeature>()?.Reset(Http2Cancel);
            else
                await CompleteAsync(status, message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        _isStuck = true;
        var flushed = await FlushBodyAsync(cancellation);
        _isStuck = false;
        if (flushed.IsCompleted)
            throw new OperationCanceledException("the client has gone", http.RequestAborted);
    }

    // A client that goes ends a flush by itself. A token given to Kestrel would make it blame the server (INTERNAL_ERROR) for the reset.
    private ValueTask<FlushResult> FlushBodyAsync(CancellationToken cancellation)
    {
        var flush = http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        return flush.IsCompleted || cancellation == http.RequestAborted ? flush : new(flush.AsTask().WaitAsync(cancellation));
    }

    private async Task CompleteAsync(GrpcStatus status, string message)
    {
        try
        {
            WriteStatus(status, message);
            await http.Response.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Gone in this very moment: nobody is left to tell.
        }
    }

    // A call that ends before its headers were sent sends one block: Trailers-Only.
    private void WriteStatus(GrpcStatus status, string message)
    {
        var response = http.Response;
        var trailersOnly = !response.HasStarted && _headers is null;
        if (!response.HasStarted)
            PrepareHeaders(trailersOnly);
        var trailers = trailersOnly ? response.Headers : http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        trailers["grpc-status"] = StatusText.Of(status);
        if (message.Length > 0)
            trailers["grpc-message"] = PercentEncoding.Encode(message);
        Append(trailers, _trailers);
    }

    private Task StartAsync()
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        PrepareHeaders(trailersOnly: false);
        return http.Response.StartAsync();
    }

    private void PrepareHeaders(bool trailersOnly)
    {
        http.Response.ContentType = RequestCheck.ContentType;
        if (trailersOnly)
            return;
        // Names what flagged messages are in; each message says by its flag whether it is.
        if (_clientAcceptsGzip)
            http.Response.Headers[CallEncoding.Header] = Gzip.Name;
        Append(http.Response.Headers, _headers);
    }

    private static void Append(IHeaderDictionary headers, GrpcMetadata? metadata)
    {
        foreach (var (key, value) in metadata ?? [])
            headers.Append(key, value);
    }

    private void ThrowIfEnded()
    {
        if (_isEnded)
            throw new InvalidOperationException("The call has ended; nothing more can be sent.");
    }
}

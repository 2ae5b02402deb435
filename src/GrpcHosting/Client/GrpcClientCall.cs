using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using GrpcHosting.Calls;
using GrpcHosting.Client;
using GrpcHosting.Framing;

namespace GrpcHosting;

/// <summary>One call of a client. One task may write while another reads; disposing it before its end cancels it.</summary>
public sealed class GrpcClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
{
    private const int ReadBytes = 64 << 10;

    private readonly CancellationTokenSource _cancel;
    private readonly CancellationToken _callers;
    private readonly RequestContent _content;
    private readonly GrpcChannelOptions _options;
    private readonly MessageParser<TResponse> _parser;
    private readonly Task<HttpResponseMessage> _response;
    private PipeWriter? _requestPipe;
    private MessageWriter? _writer;
    private PipeReader? _responsePipe;
    private MessageReader? _reader;
    private volatile bool _isDisposed;

    internal GrpcClientCall(
        HttpClient http, HttpRequestMessage request, RequestContent content, MessageParser<TResponse> parser, GrpcChannelOptions options, GrpcCallOptions call)
    {
        (_content, _parser, _options, _callers, Compress) = (content, parser, options, call.Cancellation, call.Compress);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        if (call.Timeout is { } timeout)
            _cancel.CancelAfter(timeout);
        _response = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancel.Token);
    }

    /// <summary>Whether the messages written from now on are compressed; only for a call that was opened with compression.</summary>
    public bool Compress { get; set; }

    /// <summary>Of the message that was read last.</summary>
    internal bool ResponseWasCompressed => _reader!.WasCompressed;

    /// <summary>Waits for the server's headers.</summary>
    public async Task<GrpcMetadata> ReadHeadersAsync() => ClientMetadata.Of((await ResponseAsync()).Headers);

    /// <summary>What came with the status; after the last message was read.</summary>
    public async Task<GrpcMetadata> ReadTrailersAsync() => ClientMetadata.Of(ResponseStatus.TrailersOf(await ResponseAsync()));

    /// <summary>Returns once the transport has taken the message.</summary>
    /// <returns>False when the server has ended the call, or it failed: reading tells why.</returns>
    /// <exception cref="GrpcException">RESOURCE_EXHAUSTED: the message is too large; nothing was sent.</exception>
    public async ValueTask<bool> WriteAsync(TRequest message)
    {
        try
        {
            _writer ??= await OpenRequestAsync();
            _writer.Write(message, Compress);
            return !(await _requestPipe!.FlushAsync(_cancel.Token)).IsCompleted;
        }
        // A stream that the server has ended counts as disposed.
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Says that no more messages will come.</summary>
    public async ValueTask CompleteAsync()
    {
        // Completed before it was opened, the stream would be gone when the headers are sent.
        await Task.WhenAny(_content.Stream, _response);
        _content.Complete();
    }

    /// <returns>Null when the call has ended with OK.</returns>
    /// <exception cref="GrpcException">It ended otherwise.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled here.</exception>
    public async ValueTask<TResponse?> ReadAsync()
    {
        try
        {
            _reader ??= await OpenResponseAsync();
            if (await _reader.ReadAsync(_parser, _cancel.Token) is { } message)
                return message;
        }
        catch (Exception e) when (e is not GrpcException)
        {
            throw Failure(e);
        }
        return ResponseStatus.Of(await _response) is { } failure ? throw failure : null;
    }

    public async IAsyncEnumerable<TResponse> ReadAllAsync()
    {
        while (await ReadAsync() is { } message)
            yield return message;
    }

    /// <summary>Says that no more messages will come, and waits for the one response.</summary>
    public async Task<TResponse> FinishAsync()
    {
        await CompleteAsync();
        var response = await ReadAsync();
        if (response is null || await ReadAsync() is not null)
            throw new GrpcException(GrpcStatus.Unimplemented, $"the server answered with {(response is null ? "no message" : "several messages")} instead of one");
        return response;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _cancel.Cancel();
        _content.Complete();
        _ = DisposeResponseAsync();
        _cancel.Dispose();
    }

    private async Task DisposeResponseAsync()
    {
        try
        {
            (await _response).Dispose();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // It never came.
        }
    }

    private async Task<MessageWriter> OpenRequestAsync()
    {
        if (await Task.WhenAny(_content.Stream, _response) == _response)
            await _response;
        _requestPipe = PipeWriter.Create(await _content.Stream, new StreamPipeWriterOptions(leaveOpen: true));
        return new(_requestPipe, _options.MaxSendMessageBytes);
    }

    private async Task<MessageReader> OpenResponseAsync()
    {
        var response = await ResponseAsync();
        _responsePipe = PipeReader.Create(await response.Content.ReadAsStreamAsync(_cancel.Token), new StreamPipeReaderOptions(bufferSize: ReadBytes));
        var encoding = response.Headers.TryGetValues(CallEncoding.Header, out var values) ? values.First() : null;
        return new(_responsePipe, _options.MaxReceiveMessageBytes, encoding, ResponseStatus.OfTransport);
    }

    private async Task<HttpResponseMessage> ResponseAsync()
    {
        try
        {
            var response = await _response;
            return RequestCheck.IsGrpc(response.Content.Headers.ContentType?.ToString()) ? response : throw ResponseStatus.Of(response)!;
        }
        catch (Exception e) when (e is not GrpcException)
        {
            throw Failure(e);
        }
    }

    private Exception Failure(Exception e) => e switch
    {
        _ when _callers.IsCancellationRequested => new OperationCanceledException("the call was cancelled", e, _callers),
        _ when _isDisposed => new OperationCanceledException("the call was disposed before its end", e),
        _ when _cancel.IsCancellationRequested => new GrpcException(GrpcStatus.DeadlineExceeded, "the deadline has passed", e),
        _ => ResponseStatus.OfTransport(e),
    };
}

using System.Net;
using System.Net.Http.Headers;
using GrpcHosting.Calls;

namespace GrpcHosting.Client;

/// <summary>Hands the request's stream to the call that writes it, and ends when the call says so.</summary>
internal sealed class RequestContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestContent() => Headers.ContentType = new MediaTypeHeaderValue(RequestCheck.ContentType);

    /// <summary>Fails where the server had answered before it was opened; never completes for a request that could not be sent.</summary>
    public Task<Stream> Stream => _stream.Task;

    public void Complete() => _complete.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            // The headers would otherwise wait for the first message.
            await stream.FlushAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // Nobody may be waiting to write.
            _ = _stream.TrySetException(e) ? _stream.Task.Exception : null;
            throw;
        }
        _stream.TrySetResult(stream);
        await _complete.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

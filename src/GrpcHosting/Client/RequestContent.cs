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

    /// <summary>Never completes for a request that could not be sent.</summary>
    public Task<Stream> Stream => _stream.Task;

    public void Complete() => _complete.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers would otherwise wait for the first message.
        await stream.FlushAsync(cancellationToken);
        _stream.TrySetResult(stream);
        await _complete.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

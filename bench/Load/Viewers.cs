using GrpcHosting;
using Wire.V1;

namespace Load;

/// <summary>A gRPC subscriber of each stream, until the streams or the server are gone.</summary>
internal sealed class Viewers : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly GrpcChannel _channel;
    private readonly Task _watching;

    public Viewers(Uri server, IEnumerable<string> streams, Action<FrameResult> take)
    {
        _channel = new(server);
        _watching = Task.WhenAll(streams.Select(stream => Watch(stream, take)));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _channel.Dispose();
        _over.Dispose();
    }

    private async Task Watch(string stream, Action<FrameResult> take)
    {
        try
        {
            var subscribe = StreamServiceReflection.Descriptor.Services[0].FindMethodByName("Subscribe");
            using var call = await _channel.ServerStreamingAsync<SubscribeRequest, FrameResult>(subscribe, new() { StreamId = stream }, new() { Cancellation = _over.Token });
            await foreach (var result in call.ReadAllAsync())
                take(result);
        }
        catch (Exception e) when (e is GrpcException or IOException or HttpRequestException or OperationCanceledException)
        {
            // The server was killed, or nobody watches any more.
        }
    }
}

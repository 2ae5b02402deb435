using Grpc.Core;
using Grpc.Net.Client;
using Wire.V1;

namespace Load;

/// <summary>A gRPC subscriber of each stream, until the streams or the server are gone.</summary>
internal sealed class Viewers : IAsyncDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly GrpcChannel _channel;
    private readonly Task _watching;

    public Viewers(Uri server, IEnumerable<string> streams, Action<FrameResult> take)
    {
        _channel = GrpcClients.Connect(server);
        _watching = Task.WhenAll(streams.Select(stream => Watch(stream, take)));
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _watching;
        _channel.Dispose();
        _lifetime.Dispose();
    }

    private async Task Watch(string stream, Action<FrameResult> take)
    {
        try
        {
            using var call = _channel.Streams().Subscribe(new() { StreamId = stream }, cancellationToken: _lifetime.Token);
            await foreach (var result in call.ResponseStream.ReadAllAsync())
                take(result);
        }
        catch (Exception e) when (e is RpcException or IOException or HttpRequestException or OperationCanceledException)
        {
            // The server was killed, or nobody watches any more.
        }
    }
}

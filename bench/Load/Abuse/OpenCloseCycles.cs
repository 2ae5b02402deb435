using System.Net.WebSockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Wire.V1;

namespace Load.Abuse;

/// <summary>Streams and subscriptions that come and go, politely or not.</summary>
internal sealed class OpenCloseCycles(ServerProcess server, string steady) : IDisposable
{
    private const int AtOnce = 16;

    private readonly GrpcChannel _channel = GrpcClients.Connect(server.Grpc);
    private readonly HttpClient _http = new() { BaseAddress = server.Address };

    public Task Run(int cycles, CancellationToken stop) => Parallel.ForAsync(
        0, cycles, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
        async (cycle, each) => await ((cycle % 6) switch
        {
            0 => PushAndVanish(),
            1 => PushRubbishToItsEnd(),
            2 => SubscribeAndVanish(),
            3 => WatchAndVanish(each),
            4 => GetAndVanish("results", "text/event-stream", each),
            _ => GetAndVanish("preview.mjpeg", "*/*", each),
        }));

    public void Dispose()
    {
        _channel.Dispose();
        _http.Dispose();
    }

    private async Task PushAndVanish()
    {
        using var call = await Push();
        await call.ResponseStream.Next();
    }

    private async Task PushRubbishToItsEnd()
    {
        using var call = await Push();
        await call.RequestStream.WriteAsync(new() { Unit = new() { Data = ByteString.CopyFrom(0, 0, 1, 0x67, 1, 2, 3) } });
        await call.RequestStream.CompleteAsync();
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
        {
            // Until the server has said how it ended.
        }
    }

    private async Task<AsyncDuplexStreamingCall<StreamRequest, StreamResponse>> Push()
    {
        var call = _channel.Streams().Stream();
        await call.RequestStream.WriteAsync(new() { Open = new() { Encoded = new() { Codec = Codec.H264 } } });
        return call;
    }

    private async Task SubscribeAndVanish()
    {
        using var call = _channel.Streams().Subscribe(new() { StreamId = steady });
        await call.ResponseStream.Next();
    }

    private async Task WatchAndVanish(CancellationToken stop)
    {
        using var viewer = new ClientWebSocket();
        await viewer.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = $"/v1/streams/{steady}/results" }.Uri, stop);
        await viewer.ReceiveAsync(new byte[16 * 1024], stop);
        viewer.Abort();
    }

    /// <summary>Leaves in the middle of an answer without an end. Previews have few places: one may be turned away.</summary>
    private async Task GetAndVanish(string what, string accept, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/streams/{steady}/{what}") { Headers = { { "Accept", accept } } };
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        await body.ReadAtLeastAsync(new byte[64], 64, throwOnEndOfStream: false, stop);
    }
}

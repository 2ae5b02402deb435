using System.Net.WebSockets;
using Wire.V1;

namespace Load.WebRtc;

/// <summary>A viewer of one stream's results, in another process than the server: each with the moment at which it was there to be used.</summary>
internal sealed class ResultReader : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    /// <summary>Waits until the stream is there.</summary>
    public static async Task<ResultReader> Open(Uri server, string stream, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = server };
        while (true)
        {
            using var answer = await http.GetAsync($"/v1/streams/{stream}", stop);
            if (answer.IsSuccessStatusCode)
                break;
            await Task.Delay(50, stop);
        }

        var reader = new ResultReader();
        reader._socket.Options.AddSubProtocol("stream.v1.protobuf");
        await reader._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = $"/v1/streams/{stream}/results" }.Uri, stop);
        return reader;
    }

    /// <returns>Null: the stream has ended.</returns>
    public async Task<(FrameResult Result, DateTimeOffset Arrival)?> Next(CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                return (FrameResult.Parser.ParseFrom(_buffer, 0, length), TimeProvider.System.GetUtcNow());
        }
    }

    public void Dispose() => _socket.Dispose();
}

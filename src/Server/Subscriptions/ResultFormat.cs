using System.Net.WebSockets;
using Streaming.Results;

namespace Server.Subscriptions;

/// <summary>How a WebSocket carries results: one message each, in the form that its subprotocol names (RFC 6455, section 1.9).</summary>
internal sealed record ResultFormat(string Subprotocol, WebSocketMessageType Type, Func<PublishedResult, ReadOnlyMemory<byte>> Bytes)
{
    /// <summary>The first is spoken where none is asked for.</summary>
    public static IReadOnlyList<ResultFormat> All { get; } =
    [
        new("stream.v1.json", WebSocketMessageType.Text, result => result.Json),
        new("stream.v1.protobuf", WebSocketMessageType.Binary, result => result.Protobuf),
    ];

    /// <summary>
    /// The first of the client's, in its order, that is known; null where it asks for others alone. RFC 6455 would allow to open the
    /// connection without any, but then a client that expects binary messages would be sent text.
    /// </summary>
    public static ResultFormat? Choose(IList<string> requested) => requested.Count == 0
        ? All[0]
        : requested.Select(name => All.FirstOrDefault(format => format.Subprotocol == name)).FirstOrDefault(format => format is not null);
}

using Grpc.Core;
using Grpc.Net.Client;
using Wire.KServe;
using Wire.V1;

namespace Testing;

/// <summary>Clients of a server's gRPC port.</summary>
internal static class GrpcClients
{
    /// <summary>Of one server; calls that find every connection full open another one.</summary>
    public static GrpcChannel Connect(Uri server, bool manyConnections = true) => GrpcChannel.ForAddress(server, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = null,
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = manyConnections, UseProxy = false },
    });

    public static StreamService.StreamServiceClient Streams(this ChannelBase channel) => new(channel);

    public static StreamAdmin.StreamAdminClient Admin(this ChannelBase channel) => new(channel);

    public static GRPCInferenceService.GRPCInferenceServiceClient Inference(this ChannelBase channel) => new(channel);

    /// <returns>Null once the call has ended with OK.</returns>
    public static async Task<T?> Next<T>(this IAsyncStreamReader<T> messages, CancellationToken stop = default) where T : class =>
        await messages.MoveNext(stop) ? messages.Current : null;
}

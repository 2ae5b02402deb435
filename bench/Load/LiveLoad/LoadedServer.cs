using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using GrpcHosting;
using Wire.V1;

namespace Load.LiveLoad;

/// <summary>The server under load, and what it says of itself.</summary>
internal sealed class LoadedServer(ServerProcess process) : IAsyncDisposable
{
    private readonly GrpcChannel _channel = new(process.Grpc);
    private readonly Process _watched = Process.GetProcessById(process.Id);

    public Uri Http => process.Address;

    public Uri Grpc => process.Grpc;

    /// <summary>Of the process, all threads, since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _watched.Refresh();
            return _watched.TotalProcessorTime;
        }
    }

    public long ResidentKb => long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);

    public Task<StreamInfo> Create(StreamOptions options) => Admin<CreateStreamRequest, StreamInfo>("CreateStream", new() { Options = options });

    public Task<StreamInfo> Change(string id, StreamOptions options) =>
        Admin<UpdateStreamRequest, StreamInfo>("UpdateStream", new() { Id = id, Options = options });

    public Task Delete(string id) => Admin<DeleteStreamRequest, DeleteStreamResponse>("DeleteStream", new() { Id = id });

    public async Task<IReadOnlyList<StreamInfo>> List() => (await Admin<ListStreamsRequest, ListStreamsResponse>("ListStreams", new())).Streams;

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _watched.Dispose();
        await process.DisposeAsync();
    }

    private Task<TResponse> Admin<TRequest, TResponse>(string method, TRequest request)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> =>
        _channel.UnaryAsync<TRequest, TResponse>(StreamAdminReflection.Descriptor.Services[0].FindMethodByName(method), request);
}

using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Wire.V1;

namespace Load.LiveLoad;

/// <summary>The server under load, and what it says of itself.</summary>
internal sealed class LoadedServer(ServerProcess process) : IAsyncDisposable
{
    private readonly GrpcChannel _channel = GrpcClients.Connect(process.Grpc);
    private readonly Process _watched = Process.GetProcessById(process.Id);

    public Uri Http => process.Address;

    public Uri Grpc => process.Grpc;

    private StreamAdmin.StreamAdminClient Admin => _channel.Admin();

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

    public async Task<StreamInfo> Create(StreamOptions options) => await Admin.CreateStreamAsync(new() { Options = options });

    public async Task<StreamInfo> Change(string id, StreamOptions options) => await Admin.UpdateStreamAsync(new() { Id = id, Options = options });

    public async Task Delete(string id) => await Admin.DeleteStreamAsync(new() { Id = id });

    public async Task<IReadOnlyList<StreamInfo>> List() => (await Admin.ListStreamsAsync(new())).Streams;

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _watched.Dispose();
        await process.DisposeAsync();
    }
}

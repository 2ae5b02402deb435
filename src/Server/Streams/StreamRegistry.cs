using System.Collections.Concurrent;
using Server.Configuration;
using Server.Delivery;
using Server.Ingest;
using Server.Models;

namespace Server.Streams;

/// <summary>All streams by id.</summary>
internal sealed class StreamRegistry(ServerConfiguration configuration, ModelStore models, ResultDelivery delivery, TimeProvider time, ILoggerFactory logs)
{
    private readonly ConcurrentDictionary<string, VideoStream> _streams = new(StringComparer.Ordinal);
    private readonly Lock _change = new();
    private readonly ILogger _log = logs.CreateLogger("Streams");
    private bool _draining;

    public IEnumerable<VideoStream> All => _streams.Values.OrderBy(stream => stream.Created);

    public int Count => _streams.Count;

    public bool IsDraining => Volatile.Read(ref _draining);

    public VideoStream? Find(string id) => _streams.GetValueOrDefault(id);

    /// <summary>Starts a stream whose options and address were found valid.</summary>
    public CreateOutcome TryCreate(StreamOptions options, SourceAddress address, out VideoStream stream) =>
        TryCreate(options, new AddressOrigin(address, options.Loop, options.Realtime, configuration.Ingest, time), out stream);

    public CreateOutcome TryCreate(StreamOptions options, ISourceOrigin origin, out VideoStream stream)
    {
        var id = options.Id ?? $"s-{Guid.NewGuid():N}"[..14];
        stream = new VideoStream(id, options with { Id = id }, origin, models, configuration.Ingest, configuration.Server.MaxSubscribersPerStream, delivery, time, _log);
        lock (_change)
        {
            if (_draining)
                return CreateOutcome.Draining;
            if (_streams.Count >= configuration.Ingest.MaxStreams)
                return CreateOutcome.Full;
            if (!_streams.TryAdd(id, stream))
                return CreateOutcome.Exists;
        }

        stream.Start();
        return CreateOutcome.Created;
    }

    /// <summary>Stops a stream and forgets it.</summary>
    /// <returns>False where there is none of that id.</returns>
    public Task<bool> RemoveAsync(string id) => Find(id) is { } stream ? RemoveAsync(stream) : Task.FromResult(false);

    /// <summary>Stops this very stream, not another that took its id since.</summary>
    /// <returns>False where somebody else removed it.</returns>
    public async Task<bool> RemoveAsync(VideoStream stream)
    {
        lock (_change)
        {
            if (!_streams.TryRemove(new(stream.Id, stream)))
                return false;
            stream.Stop();
        }

        await stream.Finished;
        stream.Dispose();
        return true;
    }

    /// <summary>Lets nothing new in and ends every stream: what runs is still delivered.</summary>
    public Task DrainAsync()
    {
        lock (_change)
        {
            _draining = true;
            foreach (var stream in _streams.Values)
                stream.Stop();
        }

        return Task.WhenAll(_streams.Values.Select(stream => stream.Finished));
    }
}

internal enum CreateOutcome
{
    Created,

    /// <summary>A stream of that id is there already.</summary>
    Exists,

    /// <summary>Ingest:MaxStreams are there.</summary>
    Full,

    /// <summary>The server is stopping.</summary>
    Draining,
}

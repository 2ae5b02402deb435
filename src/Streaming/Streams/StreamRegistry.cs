using System.Collections.Concurrent;
using ResultLog.Recovery;
using Streaming.Sources;
using Streaming.Sources.WebRtc;

namespace Streaming.Streams;

/// <summary>All streams by id.</summary>
public sealed class StreamRegistry(StreamServices services)
{
    /// <summary>When to ask again: a stream's place becomes free when somebody removes one, nothing that happens within a second.</summary>
    public const int RetryAfterSeconds = 5;

    private readonly ConcurrentDictionary<string, VideoStream> _streams = new(StringComparer.Ordinal);
    private readonly Admission _admission = new(services.Ingest.MinStreamFps, services.Models);
    private readonly Lock _change = new();
    private readonly Lock _keeping = new();

    // Ids of streams that were removed and have not told their end yet.
    private readonly HashSet<string> _ending = new(StringComparer.Ordinal);
    private StreamDefinitions? _definitions;
    private Task _persisted = Task.CompletedTask;
    private long _changes, _written;
    private bool _draining;

    public IEnumerable<VideoStream> All => _streams.Values.OrderBy(stream => stream.Created);

    public int Count => _streams.Count;

    public bool IsDraining => Volatile.Read(ref _draining);

    /// <summary>Ends when the file has every change that was made until now.</summary>
    public Task Persisted => Volatile.Read(ref _persisted);

    public VideoStream? Find(string id) => _streams.GetValueOrDefault(id);

    /// <summary>Starts a stream whose options and address were found valid.</summary>
    /// <param name="isOfFile">The operator's file has it.</param>
    public CreateOutcome TryCreate(StreamOptions options, SourceAddress address, out VideoStream stream, bool isOfFile = false) =>
        TryCreate(options, Origin(options, address), out stream, isOfFile);

    public CreateOutcome TryCreate(StreamOptions options, ISourceOrigin origin, out VideoStream stream, bool isOfFile = false)
    {
        var id = options.Id ?? $"s-{Guid.NewGuid():N}"[..14];
        stream = new VideoStream(id, options with { Id = id }, origin, services) { IsOfFile = isOfFile };
        lock (_change)
        {
            if (_draining)
                return CreateOutcome.Draining;
            if (_streams.Count >= services.Ingest.MaxStreams)
                return CreateOutcome.Full;
            if (!_admission.HasCapacity(stream.Options, _streams.Values))
                return CreateOutcome.Overloaded;
            if (_ending.Contains(id) || !_streams.TryAdd(id, stream))
                return CreateOutcome.Exists;
        }

        stream.Start();
        if (stream.IsKept)
        {
            Persist();
            _ = PersistAtEnd(stream);
        }

        return CreateOutcome.Created;
    }

    /// <summary>Takes effect with the next frame.</summary>
    /// <param name="moved">The address of the patch's URL, where it has one: the stream goes on there, in a new session.</param>
    /// <exception cref="OptionException">A class is none of the model's, or it has no such input size.</exception>
    public void Change(VideoStream stream, StreamPatch patch, SourceAddress? moved)
    {
        stream.Change(patch, moved is null ? null : Origin(patch.ApplyTo(stream.Options), moved));
        if (stream.IsKept)
            Persist();
    }

    /// <summary>Why a stream was not created that might be later.</summary>
    public string RejectionReason(CreateOutcome outcome) => outcome switch
    {
        CreateOutcome.Full => $"{services.Ingest.MaxStreams} streams are as many as Ingest:MaxStreams allows",
        CreateOutcome.Overloaded => _admission.RejectionReason,
        _ => "the server is stopping",
    };

    /// <summary>Stops a stream and forgets it. Its id is free when this ends: its last results, and its end, come before anything of the next.</summary>
    /// <returns>False where there is none of that id.</returns>
    public Task<bool> RemoveAsync(string id) => Find(id) is { } stream ? RemoveAsync(stream) : Task.FromResult(false);

    /// <summary>Stops this very stream, not another that took its id since.</summary>
    /// <returns>False where somebody else removed it.</returns>
    public async Task<bool> RemoveAsync(VideoStream stream)
    {
        var kept = stream.IsKept;
        lock (_change)
        {
            if (!_streams.TryRemove(new(stream.Id, stream)))
                return false;
            _ending.Add(stream.Id);
            stream.Stop();
        }

        if (kept)
            Persist();
        await stream.Finished;
        lock (_change)
            _ending.Remove(stream.Id);
        stream.Dispose();
        await Persisted;
        return true;
    }

    /// <summary>From now on the streams that outlive the server are kept there, whenever they change.</summary>
    public Task PersistTo(StreamDefinitions definitions)
    {
        _definitions = definitions;
        Persist();
        return Persisted;
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

    private ISourceOrigin Origin(StreamOptions options, SourceAddress address) => address.Kind == SourceKind.Publisher
        ? new PublisherOrigin()
        : new AddressOrigin(address, options.ToSource(), services.Ingest, services.Time);

    /// <summary>What was played to its end is not played again by the next run.</summary>
    private async Task PersistAtEnd(VideoStream stream)
    {
        await stream.Finished;
        if (Find(stream.Id) == stream)
            Persist();
    }

    /// <summary>Notes a change for the file. Whoever must not answer before it is there waits for <see cref="Persisted"/>.</summary>
    private void Persist()
    {
        lock (_keeping)
            _persisted = PersistAsync(after: _persisted, ++_changes);
    }

    /// <summary>Those who come while the file is written share the next writing. It takes a disk's time, so not on the caller's thread.</summary>
    private async Task PersistAsync(Task after, long change)
    {
        await after.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_definitions is { } definitions && _written < change)
            await Task.Run(() => Write(definitions));
    }

    private void Write(StreamDefinitions definitions)
    {
        var changes = Interlocked.Read(ref _changes);
        StreamOptions[] streams = [.. All.Where(stream => stream.IsKept).Select(stream => stream.Options)];
        // A drain ends the streams, and they are the next run's all the same. Asked afterwards, so that it ended none of these.
        if (IsDraining)
            return;
        try
        {
            definitions.Write(streams);
            _written = changes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            services.Log.StreamsNotKept(definitions.Path, FolderFault.Explain(definitions.Path, e));
        }
    }
}

public enum CreateOutcome
{
    Created,

    /// <summary>A stream of that id is there already.</summary>
    Exists,

    /// <summary>Ingest:MaxStreams are there.</summary>
    Full,

    /// <summary>The engine is too slow to give one more its Ingest:MinStreamFps.</summary>
    Overloaded,

    /// <summary>The server is stopping.</summary>
    Draining,
}

using Streaming.Sources;
using Streaming.Streams;

namespace Streaming.StreamFiles;

/// <summary>Makes the server's streams what a file says: all of it, or, where anything in it is wrong, nothing.</summary>
/// <remarks>Not for two threads.</remarks>
internal sealed class StreamFileFollower(StreamRegistry registry, StreamFileCheck check, IngestOptions ingest, ILogger log)
{
    // Streams of the file that there was no room for.
    private readonly Dictionary<string, StreamFileEntry> _waiting = [];

    /// <returns>What is wrong; then everything stays as it is.</returns>
    public async Task<IReadOnlyList<StreamFileFault>> Follow(StreamFileText text, string path)
    {
        StreamFileFault[] faults = [.. text.Faults, .. text.Faults.Count == 0 ? check.FaultsOf(text.Entries) : []];
        if (faults.Length > 0)
            return [.. faults.OrderBy(fault => fault.Line)];

        _waiting.Clear();
        var wanted = text.Entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var gone = registry.All.Where(stream => stream.IsOfFile && !wanted.ContainsKey(stream.Id)).ToList();
        await Task.WhenAll(gone.Select(registry.RemoveAsync));
        var (added, changed) = (0, 0);
        foreach (var entry in text.Entries)
        {
            if (registry.Find(entry.Id) is not { } stream)
                added += Add(entry) ? 1 : 0;
            else if (StreamPatch.Between(stream.Options, entry.Options) is { IsEmpty: false } patch)
                changed += await Change(stream, patch, entry) ? 1 : 0;
        }

        log.StreamFileRead(path, added, changed, gone.Count);
        return [];
    }

    /// <summary>Once more, for those that there was no room for.</summary>
    public void AddWaiting()
    {
        foreach (var entry in _waiting.Values.ToList())
        {
            if (registry.Find(entry.Id) is null)
                Add(entry);
        }
    }

    private bool Add(StreamFileEntry entry)
    {
        var outcome = registry.TryCreate(entry.Options, SourceAddress.Parse(entry.Options.Url, ingest), out _, isOfFile: true);
        if (outcome == CreateOutcome.Created)
        {
            _waiting.Remove(entry.Id);
            return true;
        }

        if (outcome != CreateOutcome.Draining && _waiting.TryAdd(entry.Id, entry))
            log.StreamOfFileWaits(entry.Id, registry.RejectionReason(outcome));
        return false;
    }

    private async Task<bool> Change(VideoStream stream, StreamPatch patch, StreamFileEntry entry)
    {
        try
        {
            if (patch.MayBeApplied && stream.CanMove)
            {
                registry.Change(stream, patch, patch.Url is { } url ? SourceAddress.Parse(url, ingest) : null);
                return true;
            }
        }
        catch (OptionException e)
        {
            // A model that was not loaded when the file was looked at, and is now.
            log.StreamOfFileNotChanged(stream.Id, e.Message);
            return false;
        }

        await registry.RemoveAsync(stream);
        return Add(entry);
    }
}

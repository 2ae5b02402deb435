using Wire.V1;

namespace Load.LiveLoad;

/// <summary>Holds what viewers got against what the server counted: from when every stream was watched until no result came any more.</summary>
internal sealed class LoadAccounts(LoadedServer server, IReadOnlyDictionary<string, StreamTally> tallies)
{
    /// <summary>Frames a second of a stream that shall give no results: so seldom that there is none but the first.</summary>
    public const double Never = 0.001;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly string[] UndecodedReasons = ["waitingKeyframe", "decodeError", "notDecoded"];

    private IReadOnlyDictionary<string, StreamInfo> _begun = new Dictionary<string, StreamInfo>();
    private Dictionary<string, int> _seenBefore = [];

    /// <summary>Waits until every stream is watched, and lets results come.</summary>
    /// <param name="watchers">Of each stream.</param>
    public async Task Begin(int watchers, CancellationToken stop)
    {
        await Eventually.Be(
            async () => await Read() is var streams && streams.Count == tallies.Count && streams.Values.All(stream => stream.Subscribers >= watchers && stream.Frames.Received > 0),
            "every stream comes and is watched");
        _begun = await StandStill(stop);
        _seenBefore = tallies.ToDictionary(tally => tally.Key, tally => tally.Value.Count);
        await ChangeAll(targetFps: 0);
    }

    /// <summary>Ends the results.</summary>
    /// <returns>A line for each thing that does not add up.</returns>
    public async Task<IReadOnlyList<string>> End(CancellationToken stop)
    {
        var before = await Read();
        // Each has a result of which it is known that it came later than that.
        await Eventually.Be(() => tallies.All(tally => tally.Value.Count > 0 && tally.Value.Seen[^1].Sequence > NewestOf(before[tally.Key])), "every stream has one more result");
        await ChangeAll(Never);
        var after = await StandStill(stop);
        await Eventually.Be(() => tallies.Keys.All(id => SeenOf(id).Count >= Results(id, after)), "the viewers get what the server counts");
        return [.. tallies.Keys.SelectMany(id => FaultsOf(id, before[id].Frames, after))];
    }

    private IEnumerable<string> FaultsOf(string id, FrameCounts before, IReadOnlyDictionary<string, StreamInfo> after)
    {
        var (seen, frames) = (SeenOf(id), after[id].Frames);
        if (seen.Count == 0 || after[id].Reconnects > 0)
        {
            yield return $"{id}: {(seen.Count == 0 ? "no result" : $"reconnected, {after[id].LastError}")}";
            yield break;
        }

        if (!ServerSampler.IsExact(frames))
            yield return $"{id}: {frames}";
        if (seen.Zip(seen.Skip(1)).Count(pair => pair.Second.Sequence <= pair.First.Sequence) is > 0 and var disordered)
            yield return $"{id}: {disordered} results came behind later ones";
        if (seen.Count != Results(id, after))
            yield return $"{id}: the viewer got {seen.Count} results, the server counts {Results(id, after)}";
        // Every frame has a result or was dropped before one; those that were never decoded have no place in the sequence.
        var former = _begun[id].Frames.Inferred == 0 ? -1 : 0;
        var undecoded = seen.Sum(result => 1L + result.DroppedSinceLast) - (seen[^1].Sequence - former);
        var (least, most) = (Undecoded(before) - Undecoded(_begun[id].Frames), Undecoded(frames));
        if (undecoded < least || undecoded > most)
            yield return $"{id}: results tell of {undecoded} frames that were not decoded, the server of {least} to {most}";
    }

    private List<SeenResult> SeenOf(string id) => [.. tallies[id].Seen.Skip(_seenBefore[id])];

    private long Results(string id, IReadOnlyDictionary<string, StreamInfo> after) => after[id].Frames.Inferred - _begun[id].Frames.Inferred;

    private static long Undecoded(FrameCounts frames) => UndecodedReasons.Sum(reason => frames.Dropped.GetValueOrDefault(reason));

    // Frames that came out of the decoder, counted from 0.
    private static long NewestOf(StreamInfo stream) => stream.Frames.Received - Undecoded(stream.Frames) - 1;

    private async Task ChangeAll(double targetFps)
    {
        foreach (var id in tallies.Keys)
            await server.Change(id, new() { TargetFps = targetFps });
    }

    /// <summary>The counts, once no result came for two seconds.</summary>
    private async Task<IReadOnlyDictionary<string, StreamInfo>> StandStill(CancellationToken stop)
    {
        var (now, still) = (await Read(), 0);
        while (still < 4)
        {
            await Task.Delay(Pause, stop);
            var next = await Read();
            still = next.All(stream => stream.Value.Frames.Inferred == now[stream.Key].Frames.Inferred) ? still + 1 : 0;
            now = next;
        }

        return now;
    }

    private async Task<IReadOnlyDictionary<string, StreamInfo>> Read() =>
        (await server.List()).Where(stream => tallies.ContainsKey(stream.Id)).ToDictionary(stream => stream.Id);

}

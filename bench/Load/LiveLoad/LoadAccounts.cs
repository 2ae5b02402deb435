using Wire.V1;

namespace Load.LiveLoad;

/// <summary>Holds what viewers got against what the server counted, once no result comes any more.</summary>
internal sealed class LoadAccounts(LoadedServer server, IReadOnlyDictionary<string, StreamTally> tallies)
{
    // So seldom that there is none but the one that may be admitted at once.
    private const double Never = 0.001;

    private static readonly TimeSpan StandStill = TimeSpan.FromMilliseconds(500);

    private static readonly string[] s_undecoded = ["waiting_keyframe", "decode_error", "not_decoded"];

    /// <summary>A line for each thing that does not add up.</summary>
    public async Task<IReadOnlyList<string>> Faults(CancellationToken stop)
    {
        var before = await Read();
        await Until(() => Task.FromResult(tallies.All(tally => tally.Value.Count == 0 || tally.Value.Seen[^1].Sequence > NewestOf(before[tally.Key]))), stop);
        foreach (var id in tallies.Keys)
            await server.Change(id, new() { TargetFps = Never });
        var after = await Read();
        await Until(
            async () =>
            {
                var former = after;
                await Task.Delay(StandStill, stop);
                after = await Read();
                return after.All(stream => stream.Value.Frames.Inferred == former[stream.Key].Frames.Inferred);
            },
            stop);
        return [.. tallies.SelectMany(tally => FaultsOf(tally.Key, tally.Value.Seen, before[tally.Key].Frames, after[tally.Key]))];
    }

    private static IEnumerable<string> FaultsOf(string id, IReadOnlyList<SeenResult> seen, FrameCounts before, StreamInfo after)
    {
        if (seen.Count == 0 || after.Reconnects > 0)
        {
            yield return $"{id}: {(seen.Count == 0 ? "no result" : $"reconnected, {after.LastError}")}";
            yield break;
        }

        if (!ServerSampler.IsExact(after.Frames))
            yield return $"{id}: {after.Frames}";
        if (seen.Zip(seen.Skip(1)).Count(pair => pair.Second.Sequence <= pair.First.Sequence) is > 0 and var disordered)
            yield return $"{id}: {disordered} results came behind later ones";
        // A viewer that came after the first result knows by its sequence; how many it missed nobody knows.
        var (first, last) = (seen[0], seen[^1]);
        if (first.DroppedSinceLast >= first.Sequence && seen.Count != after.Frames.Inferred)
            yield return $"{id}: the viewer got {seen.Count} results, the server counts {after.Frames.Inferred}";
        // Every frame after the first result has a result or was dropped before one; those that were never decoded have no sequence.
        var undecoded = seen.Skip(1).Sum(result => 1L + result.DroppedSinceLast) - (last.Sequence - first.Sequence);
        var least = first.DroppedSinceLast >= first.Sequence ? Undecoded(before) - (first.DroppedSinceLast - first.Sequence) : 0;
        if (undecoded < least || undecoded > Undecoded(after.Frames))
            yield return $"{id}: results tell of {undecoded} frames that were not decoded, the server of {least} to {Undecoded(after.Frames)}";
    }

    private static long Undecoded(FrameCounts frames) => s_undecoded.Sum(reason => frames.Dropped.GetValueOrDefault(reason));

    // Frames that came out of the decoder, counted from 0.
    private static long NewestOf(StreamInfo stream) => stream.Frames.Received - Undecoded(stream.Frames) - 1;

    private async Task<IReadOnlyDictionary<string, StreamInfo>> Read() =>
        (await server.List()).Where(stream => tallies.ContainsKey(stream.Id)).ToDictionary(stream => stream.Id);

    /// <summary>A condition that never comes true shows in what is found.</summary>
    private static async Task Until(Func<Task<bool>> condition, CancellationToken stop)
    {
        for (var patience = 0; patience < 120 && !await condition(); patience++)
            await Task.Delay(StandStill, stop);
    }
}

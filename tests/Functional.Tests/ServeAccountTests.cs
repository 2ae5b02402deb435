using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Functional.Tests;

/// <summary>received = inferred + sum(dropped) + inFlight, in whatever moment one looks.</summary>
public sealed partial class ServeAccountTests
{
    // For clips of 100 frames/s.
    private static Task<ServerFixture> Overloaded() => ServerFixture.StartSlow(TimeSpan.FromMilliseconds(40));

    [Fact]
    public async Task Every_snapshot_of_running_streams_is_exact_and_nothing_is_in_flight_at_the_end()
    {
        await using var server = await Overloaded();
        string[] ids =
        [
            await server.Create(new { id = "paced", url = server.Put(ServeMedia.Clip(200, rate: 100)) }),
            await server.Create(new { id = "lossless", url = server.Put(ServeMedia.Clip(40)), realtime = false }),
            await server.Create(new { id = "thinned", url = server.Put(ServeMedia.Clip(200, rate: 100)), targetFps = 20, maxLatencyMs = 50 }),
            await server.Create(new { id = "damaged", url = server.Put(ServeMedia.DamagedClip(40)), realtime = false }),
            await server.Create(new { id = "missing", url = "missing.mp4" }),
        ];
        var snapshots = 0;
        await Eventually.Be(async () =>
        {
            foreach (var id in ids)
            {
                var stream = await server.Stream(id);
                stream["frames"]!.IsExact();
                stream["session"]?["frames"]!.IsExact();
            }

            foreach (var frames in (await Metrics(server)).Values)
                frames.IsExact();
            snapshots++;
            return await AllEnded(server, ids);
        }, "all streams end");
        TestContext.Current.TestOutputHelper!.WriteLine($"{snapshots} snapshots");
        Assert.InRange(snapshots, 10, int.MaxValue);

        var final = await Metrics(server);
        foreach (var id in ids)
        {
            var frames = (await server.Stream(id))["frames"]!;
            Assert.Equal(0, frames.Number("inFlight"));
            Assert.Equal(frames.ToJsonString(), final[id].ToJsonString());
        }

        Assert.InRange((await server.Stream("paced")).Number("frames", "dropped", "superseded"), 1, 200);
        Assert.Equal(40, (await server.Stream("lossless")).Number("frames", "inferred"));
    }

    [Fact]
    public async Task Removing_and_draining_leave_nothing_in_flight()
    {
        await using var server = await Overloaded();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(200, rate: 100)), loop = true, realtime = false });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inFlight") > 0, "frames are in flight");
        var registry = (Streaming.Streams.StreamRegistry)server.Services.GetService(typeof(Streaming.Streams.StreamRegistry))!;
        await registry.DrainAsync();
        var stream = await server.StreamIs(id, "ended");
        stream["frames"]!.IsExact();
        Assert.Equal(0, stream.Number("frames", "inFlight"));
        Assert.InRange(stream.Number("frames", "dropped", "shutdown"), 1, 100);
    }

    [Fact]
    public async Task An_overloaded_live_stream_loses_frames_and_not_time()
    {
        await using var server = await Overloaded();
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(300, rate: 100)) });
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var results = await viewer.TakeAll();
        var stream = await server.StreamIs(id, "ended");
        Assert.InRange(stream.Number("frames", "dropped", "superseded"), 1, 300);

        // Gaps between results are what was dropped there, but for units that were not decoded. What was dropped while a frame ran once counted for that frame.
        var undecoded = results.Zip(results.Skip(1), (first, second) => second.DroppedSinceLast - (second.Sequence - first.Sequence - 1)).ToList();
        Assert.All(undecoded, more => Assert.InRange(more, 0, 300));
        Assert.InRange(undecoded.Sum(), 0, stream.Number("frames", "dropped", "notDecoded"));
        var third = results.Count / 3;
        // Of the same frames, as the machine may be slower for a while.
        var (run, early, late) = (Median(results.TakeLast(third), timing => timing.InferUs), Median(results.Take(third), timing => timing.TotalUs), Median(results.TakeLast(third), timing => timing.TotalUs));
        TestContext.Current.TestOutputHelper!.WriteLine($"{results.Count} results, a run takes {run} µs, median {early} µs in the first third, {late} µs in the last");
        // A frame waits for one run and takes another. Were frames queued, the last would be seconds late, and later than the first. The slack is for other work on the machine.
        Assert.InRange(late, run, 4 * run + 100_000);
        Assert.InRange(late, 0, 2 * early + 100_000);
        static double Median(IEnumerable<Wire.V1.FrameResult> part, Func<Wire.V1.Timing, long> of) => part.Select(result => (double)of(result.Timing)).Order().ElementAt(part.Count() / 2);
    }

    [Fact]
    public async Task Frames_that_nobody_asked_for_are_not_decoded_where_no_other_needs_them()
    {
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { id = "thinned", url = server.Put(ServeMedia.BidirectionalClip(120)), realtime = false, targetFps = 5 });
        var stream = await server.StreamIs(id, "ended");
        var frames = stream["frames"]!;
        frames.IsExact();
        Assert.Equal((120, 0), (frames.Number("received"), frames.Number("inFlight")));
        Assert.InRange(frames.Number("inferred"), 20, 21);
        Assert.InRange(frames.Number("dropped", "notDecoded"), 40, 80);
        Assert.Equal(120, frames.Number("inferred") + frames.Number("dropped", "notDecoded") + frames.Number("dropped", "targetFps"));
    }

    private static async Task<bool> AllEnded(ServerFixture server, string[] ids)
    {
        foreach (var id in ids)
            if ((await server.Stream(id)).Text("state") is not ("ended" or "failed"))
                return false;
        return true;
    }

    /// <summary>The frames of each stream as /metrics tells them, in the shape of GET.</summary>
    private static async Task<Dictionary<string, JsonNode>> Metrics(ServerFixture server)
    {
        var streams = new Dictionary<string, JsonNode>();
        var text = await server.Metrics.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        foreach (Match sample in Sample().Matches(text))
        {
            var frames = streams.GetValueOrDefault(sample.Groups["id"].Value)
                ?? (streams[sample.Groups["id"].Value] = new JsonObject { ["received"] = 0L, ["inferred"] = 0L, ["inFlight"] = 0L, ["dropped"] = new JsonObject() });
            var value = long.Parse(sample.Groups["value"].Value);
            if (sample.Groups["reason"] is { Success: true, Value: var reason })
                frames["dropped"]![Camel(reason)] = value;
            else
                frames[Camel(sample.Groups["what"].Value)] = value;
        }

        return streams;
    }

    private static string Camel(string snake) => string.Concat(snake.Split('_').Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex("""^stream_frames_(?<what>\w+?)(?:_total)?\{stream="(?<id>[^"]+)"(?:,reason="(?<reason>\w+)")?\} (?<value>\d+)$""", RegexOptions.Multiline)]
    private static partial Regex Sample();
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>A stream that was watched for a while: where its frames went, and the times of its results beside those of the clock on the wall.</summary>
internal sealed class SourceWatch
{
    private readonly List<(double Seconds, FrameResult Result)> _results = [];
    private JsonNode _stream = null!;

    public string? Warning => _stream["lastWarning"]?.GetValue<string>();

    public long Received => _stream.Number("frames", "received");

    private long Inferred => _stream.Number("frames", "inferred");

    // A machine that is busy with other things costs frames too: those are no matter of times.
    private long LostToTimes => Received - Inferred - _stream.Number("frames", "dropped", "superseded") - _stream.Number("frames", "inFlight");

    public static async Task<SourceWatch> Run(ServerFixture server, string url, TimeSpan length, object? options = null)
    {
        var body = new JsonObject { ["url"] = url };
        foreach (var property in options?.GetType().GetProperties() ?? [])
            body[property.Name] = JsonValue.Create(property.GetValue(options));
        var id = await server.Create(body);
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, id);
        var watch = new SourceWatch();
        long? started = null;
        while (started is not { } from || Stopwatch.GetElapsedTime(from) < length)
        {
            var result = (await viewer.Next())!;
            started ??= Stopwatch.GetTimestamp();
            watch._results.Add((Stopwatch.GetElapsedTime(started.Value).TotalSeconds, result));
        }

        watch._stream = await server.Stream(id);
        using var deleted = await server.Http.DeleteAsync($"/v1/streams/{id}", TestContext.Current.CancellationToken);
        return watch;
    }

    /// <param name="frames">That the source sent meanwhile.</param>
    /// <param name="mayReconnect">It may have been asked before it was there.</param>
    public void IsWhole(double frames, bool mayReconnect = false)
    {
        _stream["frames"]!.IsExact();
        Assert.True(mayReconnect || _stream.Number("reconnects") == 0, ToString());
        Assert.True(Received >= frames * 0.9, ToString());
        Assert.True(LostToTimes <= Received * 0.05, ToString());
        Assert.True(Backward == 0, ToString());
        // The first seconds are what it takes to know a clock.
        Assert.True(Rate is > 0.9 and < 1.1, ToString());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"received {Received}, inferred {Inferred} ({100.0 * Inferred / Received:0} %), lost to times {LostToTimes} ({Dropped}), backward {Backward}, seconds of pts a second {Rate:0.00}; {Warning}");

    public static void Report(IEnumerable<(string Name, SourceWatch Watch)> watched)
    {
        foreach (var (name, watch) in watched)
            TestContext.Current.TestOutputHelper!.WriteLine($"{name,-10} {watch}");
    }

    private string Dropped => string.Join(' ', _stream["frames"]!["dropped"]!.AsObject().Where(reason => reason.Value!.GetValue<long>() > 0).Select(reason => $"{reason.Key} {reason.Value}"));

    private int Backward => _results.Zip(_results.Skip(1)).Count(pair => pair.Second.Result.Pts90Khz <= pair.First.Result.Pts90Khz);

    /// <summary>Of the second half: media seconds that passed in a second.</summary>
    private double Rate
    {
        get
        {
            var half = _results[(_results.Count / 2)..];
            return (half[^1].Result.Pts90Khz - half[0].Result.Pts90Khz) / 90_000.0 / (half[^1].Seconds - half[0].Seconds);
        }
    }
}

using Inference.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

public sealed class EngineBatchTests : IDisposable
{
    private readonly Pictures _pictures = new();

    public static TheoryData<string> Kinds => [.. Models.Keys];

    internal static readonly Dictionary<string, TinyOnnx> Models = new()
    {
        ["detect"] = TinyOnnx.Detect(),
        ["pose"] = TinyOnnx.Pose(),
        ["end to end"] = TinyOnnx.EndToEnd(),
        ["end to end pose"] = TinyOnnx.EndToEndPose(),
        ["fixed size"] = TinyOnnx.Detect() with { FixedSize = true, Width = 96 },
    };

    public void Dispose() => _pictures.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_place_in_a_batch_gives_what_a_lone_picture_gives(string kind)
    {
        using var single = TinyEngine.Start(Models[kind], new() { Lanes = 1 });
        using var batching = TinyEngine.StartBatching(Models[kind], 8);
        Frame[] frames = [.. Enumerable.Range(0, 24).Select(_pictures.Numbered)];

        var alone = Pictures.RunAll(single, frames);
        var together = Pictures.RunAll(batching, frames);

        Assert.All(alone, told => Assert.Equal((3, 1), (told.Objects.Length, told.BatchSize)));
        Assert.Contains(together, told => told.BatchSize == 8);
        foreach (var (one, other) in alone.Zip(together))
            AssertSame(one, other);
    }

    [Fact]
    public void A_graph_of_fixed_batch_runs_partial_batches_too()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect() with { FixedBatch = 4 }, new() { Lanes = 1, MaxQueueDelayMicroseconds = 1000 });
        Assert.Equal(4, engine.Options.MaxBatchSize);

        var results = Pictures.RunAll(engine, Enumerable.Range(0, 6).Select(i => _pictures.Plain((byte)(100 + i * 10), 0, 0)));

        Assert.Equal(Enumerable.Range(0, 6).Select(i => (100 + i * 10) / 255f), results.Select(told => told.Scores[0]), Near);
    }

    [Fact]
    public void Frames_of_different_sizes_and_streams_share_a_batch_and_keep_their_own_places()
    {
        using var engine = TinyEngine.StartBatching(TinyOnnx.Detect(), 4);
        (int Width, int Height)[] sizes = [(64, 64), (128, 128), (320, 160), (33, 77)];
        Collector[] collectors = [.. sizes.Select(_ => new Collector())];
        InferenceStream[] streams = [.. collectors.Select(collector => engine.OpenStream(new(), collector))];

        foreach (var (stream, (width, height)) in streams.Zip(sizes))
            stream.Submit(_pictures.Plain(255, 0, 0, width, height), 0);
        foreach (var stream in streams)
            stream.Drain();

        var results = collectors.Select(collector => Assert.Single(collector.All)).ToArray();
        Assert.All(results, told => Assert.Equal(FrameOutcome.Inferred, told.Outcome));
        Assert.Contains(results, told => told.BatchSize > 1);
        // Box 0 is 6..26 in model pixels: ÷ scale, after the bars of (320, 160): 16 rows, and of (33, 77): 18 columns.
        AssertBox(results[0], 6, 6, 26, 26);
        AssertBox(results[1], 12, 12, 52, 52);
        AssertBox(results[2], 30, 0, 130, 50);
        AssertBox(results[3], 0, 6 * 77 / 64f, 8 * 77 / 64f, 26 * 77 / 64f);
    }

    [Fact]
    public void The_least_padding_cuts_the_bars_off_the_input_and_not_off_the_picture()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Letterbox = LetterboxShape.Rect });
        var results = Pictures.RunAll(engine, [_pictures.Plain(200, 0, 0, 128, 64), _pictures.Plain(200, 0, 0, 64, 128)]);

        // 64 × 32 and 32 × 64 without a bar: the mean is the picture's own colour.
        Assert.All(results, told => Assert.Equal(200 / 255f, told.Scores[0], 1e-3f));
        Assert.All(results, told => AssertBox(told, 12, 12, 52, 52));
    }

    private static void AssertBox(ReceivedResult told, float xMin, float yMin, float xMax, float yMax)
    {
        var box = told.Objects.Single(found => found.ClassId == 0);
        Assert.Equal([xMin, yMin, xMax, yMax], [box.XMin, box.YMin, box.XMax, box.YMax], Near);
    }

    private static void AssertSame(ReceivedResult one, ReceivedResult other)
    {
        Assert.Equal(one.Sequence, other.Sequence);
        Assert.Equal(one.Objects.Select(found => found.ClassId), other.Objects.Select(found => found.ClassId));
        Assert.Equal(one.Objects.Select(found => found.Score), other.Objects.Select(found => found.Score), Near);
        Assert.Equal(one.Objects.SelectMany(Corners), other.Objects.SelectMany(Corners), Near);
        Assert.Equal(one.Keypoints.SelectMany(Values), other.Keypoints.SelectMany(Values), Near);
    }

    private static float[] Corners(DetectedObject found) => [found.XMin, found.YMin, found.XMax, found.YMax];

    private static float[] Values(Keypoint keypoint) => [keypoint.X, keypoint.Y, keypoint.Score];

    private static bool Near(float one, float other) => Math.Abs(one - other) <= 1e-4f * Math.Max(1, Math.Abs(one));
}

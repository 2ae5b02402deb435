using Inference.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

/// <summary>Streams of one engine that run at input sizes of their own.</summary>
public sealed class EngineSizeTests : IDisposable
{
    private readonly Pictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    // The tiny model's box is at a place of its input, whatever the input's size: in a smaller input it is a larger part of the picture.
    [Theory, InlineData(64, 64, 1), InlineData(128, 128, 0.5), InlineData(32, 32, 2)]
    public void A_stream_is_run_at_its_own_size(int height, int width, double scale)
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect());
        Assert.Null(engine.ProblemOf((height, width)));
        var found = Run(engine, new() { Lossless = true, Size = (height, width) }).Objects;
        var expected = Run(engine, new() { Lossless = true }).Objects[0];
        Assert.Equal((expected.XMax - expected.XMin) * scale, found[0].XMax - found[0].XMin, 1.0);
    }

    [Fact]
    public void Streams_of_different_sizes_share_an_engine_and_no_batch()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 1, MaxBatchSize = 4, MaxQueueDelayMicroseconds = 1000 });
        var (small, large) = (new Collector(), new Collector());
        using var one = engine.OpenStream(new() { Lossless = true, Size = (32, 32) }, small);
        using var other = engine.OpenStream(new() { Lossless = true, Size = (96, 96) }, large);
        for (var i = 0; i < 20; i++)
        {
            one.Submit(_pictures.Plain(230, 0, 0), i);
            other.Submit(_pictures.Plain(230, 0, 0), i);
        }

        one.Drain();
        other.Drain();
        Assert.All(small.All.Concat(large.All), told => Assert.Equal((FrameOutcome.Inferred, 1), (told.Outcome, told.Objects.Length)));
        Assert.Single(small.All.Select(told => Width(told.Objects[0])).Distinct());
        Assert.Equal(3, Width(small.All[0].Objects[0]) / Width(large.All[0].Objects[0]), 0.2);

        static int Width(DetectedObject found) => (int)Math.Round(found.XMax - found.XMin);
    }

    [Fact]
    public void A_size_may_change_while_frames_flow()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect());
        var collector = new Collector();
        using var stream = engine.OpenStream(new() { Lossless = true }, collector);
        foreach (var size in new (int, int)?[] { null, (128, 128), null })
        {
            stream.Options = stream.Options with { Size = size };
            stream.Submit(_pictures.Plain(230, 0, 0), 0);
            stream.Drain();
        }

        var widths = collector.All.Select(told => told.Objects[0].XMax - told.Objects[0].XMin).ToArray();
        Assert.Equal(widths[0], widths[2]);
        Assert.Equal(widths[0] / 2, widths[1], 0.5);
    }

    [Fact]
    public void A_rectangle_is_letterboxed_into_the_least_that_its_own_size_allows()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Letterbox = LetterboxShape.Rect });
        // 128x64 of a picture of 2:1 is 128x64; of the engine's own 64 it would be 64x32.
        var collector = new Collector();
        using var stream = engine.OpenStream(new() { Lossless = true, Size = (128, 128) }, collector);
        stream.Submit(_pictures.Plain(230, 0, 0, 128, 64), 0);
        stream.Drain();
        Assert.Equal(20, collector.All[0].Objects[0].XMax - collector.All[0].Objects[0].XMin, 0.5);
    }

    [Fact]
    public void A_model_of_fixed_size_takes_its_own_alone_and_says_so()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect() with { FixedSize = true });
        Assert.Null(engine.ProblemOf((64, 64)));
        Assert.Equal("96x32 was asked for; tiny takes 64x64 alone, for its file has a fixed size. Leave size out, or use an export with dynamic=True", engine.ProblemOf((32, 96)));
    }

    [Fact]
    public void A_graph_that_promises_any_size_and_refuses_it_is_found_out_before_a_frame_is_lost()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect() with { RefusesOtherSizes = true });
        // The trial at its load tells: from then on it is a model of fixed size.
        Assert.StartsWith("96x96 was asked for; tiny takes 64x64 alone", engine.ProblemOf((96, 96)), StringComparison.Ordinal);
        Assert.Null(engine.ProblemOf((64, 64)));
    }

    private ReceivedResult Run(InferenceEngine engine, InferenceStreamOptions options)
    {
        var collector = new Collector();
        using var stream = engine.OpenStream(options, collector);
        stream.Submit(_pictures.Plain(230, 0, 0), 0);
        stream.Drain();
        return collector.All[0];
    }
}

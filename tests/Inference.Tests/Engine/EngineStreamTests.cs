using Inference.Batching;
using Inference.Postprocess;
using Inference.Tests.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

public sealed class EngineStreamTests : IDisposable
{
    private readonly Pictures _pictures = new();
    private readonly Lease _lease = new();

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public void Many_streams_over_many_lanes_get_all_their_own_results_once_and_in_order()
    {
        const int Streams = 6, Frames = 300;
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 3, MaxBatchSize = 4 });
        Frame[] pictures = [.. Enumerable.Range(0, Streams).Select(i => _pictures.Plain((byte)(100 + i * 20), 0, 0) with { Owner = _lease })];
        Collector[] collectors = [.. pictures.Select(_ => new Collector())];
        Thread[] sources = [.. pictures.Zip(collectors, (picture, collector) => new Thread(() => Feed(picture, collector)))];

        foreach (var source in sources)
            source.Start();
        foreach (var source in sources)
            source.Join();

        Assert.Equal(Streams * Frames, _lease.Releases);
        foreach (var (index, collector) in collectors.Index())
        {
            Assert.Equal(Enumerable.Range(0, Frames).Select(i => (long)i), collector.All.Select(told => told.Sequence));
            Assert.All(collector.All, told => Assert.Equal((100 + index * 20) / 255f, told.Scores[0], 1e-4f));
        }

        void Feed(Frame picture, Collector collector)
        {
            using var stream = engine.OpenStream(new() { Lossless = true }, collector);
            for (var i = 0; i < Frames; i++)
                stream.Submit(picture, i);
            stream.Drain();
        }
    }

    [Fact]
    public void A_frame_that_fails_fails_alone_in_its_place_and_the_next_batch_is_sound()
    {
        using var engine = TinyEngine.StartBatching(TinyOnnx.Detect(), 4);
        Frame[] frames = [.. Enumerable.Range(0, 8).Select(i => _pictures.Numbered(i) with { Owner = _lease })];
        frames[2] = frames[2] with { Stride0 = 5 };

        var results = Pictures.RunAll(engine, frames);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), results.Select(told => told.Sequence));
        Assert.Equal([2], results.Where(told => told.Outcome == FrameOutcome.Failed).Select(told => told.Sequence));
        Assert.Contains("Frame.Stride0 is 5", results[2].Error!.Message, StringComparison.Ordinal);
        Assert.Empty(results[2].Objects);
        Assert.All(results.Where(told => told.Sequence != 2), told => Assert.Equal((FrameOutcome.Inferred, 3, null), (told.Outcome, told.Objects.Length, told.Error)));
        Assert.Equal(8, _lease.Releases);
    }

    [Fact]
    public void Thresholds_and_classes_may_change_while_frames_flow()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect());
        var collector = new Collector();
        using var stream = engine.OpenStream(new() { Lossless = true }, collector);
        var frame = _pictures.Plain(230, 150, 90);

        int[] Found(Thresholds thresholds)
        {
            stream.Options = stream.Options with { Thresholds = thresholds };
            stream.Submit(frame, 0);
            stream.Drain();
            return [.. collector.All[^1].Objects.Select(found => found.ClassId)];
        }

        Assert.Equal([0, 1, 2], Found(new()));
        Assert.Equal([0, 1], Found(new() { Confidence = 0.5f }));
        Assert.Equal([2], Found(new() { Classes = new HashSet<int> { 2, 7 } }));
        Assert.Equal([0], Found(new() { MaxDetections = 1 }));
        Assert.Empty(Found(new() { Classes = new HashSet<int>() }));
    }

    [Fact]
    public void What_is_no_number_is_no_object()
    {
        using var engine = TinyEngine.Start(TinyOnnx.NaN());
        var told = Assert.Single(Pictures.RunAll(engine, [_pictures.Plain(255, 255, 255)]));
        Assert.Equal((FrameOutcome.Inferred, 2), (told.Outcome, Assert.Single(told.Objects).ClassId));
    }

    [Fact]
    public async Task An_engine_that_closes_drops_what_waits_delivers_what_runs_and_gives_every_frame_back()
    {
        var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 1, MaxBatchSize = 1 });
        var collector = new Collector();
        var stream = engine.OpenStream(new() { Lossless = true }, collector);
        var frame = _pictures.Numbered(0) with { Owner = _lease };

        // The lane stands in the receiver with frame 0; the others cannot be taken.
        collector.Gate.Reset();
        for (var i = 0; i < 3; i++)
            stream.Submit(frame, i);
        collector.Reached.Wait(TestContext.Current.CancellationToken);
        var closing = Task.Run(engine.Dispose, TestContext.Current.CancellationToken);
        while (collector.All.Count < 2)
            await Task.Yield();
        collector.Gate.Set();
        await closing;

        Assert.Equal([FrameOutcome.Shutdown, FrameOutcome.Shutdown, FrameOutcome.Inferred], collector.All.OrderByDescending(told => told.Sequence).Select(told => told.Outcome));
        Assert.Equal(3, _lease.Releases);
        Assert.False(stream.Submit(frame, 3));
        Assert.Equal((4, 4), (collector.All.Count, _lease.Releases));
    }
}

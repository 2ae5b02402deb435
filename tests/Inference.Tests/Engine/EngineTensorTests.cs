using Inference.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

public sealed class EngineTensorTests : IDisposable
{
    private readonly Pictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => EngineBatchTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_tensor_gets_what_ONNX_Runtime_alone_gives(string kind)
    {
        var model = EngineBatchTests.Models[kind];
        using var engine = TinyEngine.Start(model, new() { Lanes = 2 });
        foreach (var count in (int[])[1, 5])
        {
            var tensor = Tensors.Of(model.Height, model.Width, Enumerable.Range(0, count).Select(_pictures.Numbered));
            var result = await engine.InferAsync(tensor, Cancel);
            var (shape, values) = Tensors.RunAlone(model, tensor);
            Assert.Equal((FrameOutcome.Inferred, null), (result.Outcome, result.Error));
            Assert.Equal(shape, result.Shape);
            Assert.Equal(values, result.Floats(), Near);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Frames_and_tensors_that_share_a_batch_get_what_they_get_alone(string kind)
    {
        var model = EngineBatchTests.Models[kind];
        Frame[] frames = [.. Enumerable.Range(0, 6).Select(_pictures.Numbered)];
        TensorInput[] tensors = [.. Enumerable.Range(10, 6).Select(i => Tensors.Of(model.Height, model.Width, _pictures.Numbered(i), _pictures.Numbered(i + 20)))];
        using var single = TinyEngine.Start(model, new() { Lanes = 1 });
        var framesAlone = Pictures.RunAll(single, frames);
        var tensorsAlone = await Task.WhenAll(tensors.Select(tensor => single.InferAsync(tensor, Cancel)));

        // Held until eight are there: two of each tensor and the frames between them.
        using var batching = TinyEngine.StartBatching(model, 8);
        var pending = tensors.Select(tensor => batching.InferAsync(tensor, Cancel)).ToArray();
        var framesTogether = Pictures.RunAll(batching, frames);
        var tensorsTogether = await Task.WhenAll(pending);

        Assert.Contains(framesTogether, told => told.BatchSize > 2);
        Assert.Contains(tensorsTogether, result => result.BatchSize > 2);
        Assert.Contains(batching.Statistics.Batches, batch => batch.BatchSize == 8);
        foreach (var (alone, together) in framesAlone.Zip(framesTogether))
            Assert.Equal(alone.Objects.Select(found => found.Score), together.Objects.Select(found => found.Score), Near);
        foreach (var (alone, together) in tensorsAlone.Zip(tensorsTogether))
            Assert.Equal(alone.Floats(), together.Floats(), Near);
    }

    [Fact]
    public async Task A_smaller_input_than_the_usual_one_is_run_at_its_own_size()
    {
        var model = TinyOnnx.Detect() with { Width = 128, Height = 96 };
        using var engine = TinyEngine.Start(model);
        Assert.Equal(new InputSize(96, 128, 32, Varies: true), engine.Input);
        var tensor = Tensors.Of(32, 64, _pictures.Numbered(3));
        var result = await engine.InferAsync(tensor, Cancel);
        Assert.Equal(Tensors.RunAlone(model, tensor).Shape, result.Shape);
    }

    [Theory]
    [InlineData(0, 64, 64, 0), InlineData(1, 64, 60, 46080), InlineData(1, 96, 64, 73728), InlineData(1, 64, 0, 0), InlineData(1, -64, -64, 49152)]
    [InlineData(1, 64, 64, 49151), InlineData(1, 64, 64, 49153), InlineData(2, 64, 64, 49152)]
    public async Task A_tensor_of_another_size_is_refused(int count, int height, int width, int bytes)
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect());
        await Assert.ThrowsAsync<ArgumentException>(() => engine.InferAsync(new(count, height, width, new byte[bytes]), Cancel));
    }

    [Fact]
    public void A_graph_of_fixed_size_takes_that_size_alone()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect() with { FixedSize = true, Width = 96 });
        Assert.Equal(new InputSize(64, 96, 32, Varies: false), engine.Input);
        Assert.False(engine.Input.Allows(64, 64));
        Assert.True(engine.Input.Allows(64, 96));
    }

    [Fact]
    public async Task A_frame_that_fails_takes_no_tensor_with_it()
    {
        using var engine = TinyEngine.StartBatching(TinyOnnx.Detect(), 4);
        var pending = engine.InferAsync(Tensors.Of(64, 64, _pictures.Numbered(1), _pictures.Numbered(2)), Cancel);
        var failed = Assert.Single(Pictures.RunAll(engine, [_pictures.Numbered(0) with { Stride0 = 5 }]));
        Assert.Equal(FrameOutcome.Failed, failed.Outcome);
        Assert.Equal(FrameOutcome.Inferred, (await pending).Outcome);
        Assert.Equal((1, 1), (engine.Statistics.Succeeded.Count, engine.Statistics.Failed.Count));
    }

    [Fact]
    public async Task A_client_that_goes_away_loses_what_waits_and_is_counted()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 1 });
        using var lane = new BlockedLane(engine, _pictures.Numbered(0));
        using var gone = new CancellationTokenSource();

        var pending = engine.InferAsync(Tensors.Of(64, 64, _pictures.Numbered(1)), gone.Token);
        Assert.False(pending.IsCompleted);
        await gone.CancelAsync();

        // The lane still stands: nothing but the cancellation has ended it.
        Assert.Equal(FrameOutcome.Cancelled, (await pending).Outcome);
        Assert.Equal((1, 1), (engine.Statistics.Cancelled, engine.Statistics.Failed.Count));
        lane.Release();
        Assert.Equal(FrameOutcome.Inferred, (await engine.InferAsync(Tensors.Of(64, 64, _pictures.Numbered(2)), Cancel)).Outcome);
        Assert.Equal(2, engine.Statistics.Inferences);
    }

    [Fact]
    public async Task A_request_that_comes_cancelled_is_not_run()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 1 });
        using var lane = new BlockedLane(engine, _pictures.Numbered(0));
        var result = await engine.InferAsync(Tensors.Of(64, 64, _pictures.Numbered(1)), new CancellationToken(canceled: true));
        Assert.Equal(FrameOutcome.Cancelled, result.Outcome);
        lane.Release();
    }

    [Fact]
    public async Task An_engine_that_closes_ends_the_tensors_that_wait()
    {
        var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 1 });
        using var lane = new BlockedLane(engine, _pictures.Numbered(0));
        var pending = engine.InferAsync(Tensors.Of(64, 64, _pictures.Numbered(1)), Cancel);
        var closing = Task.Run(engine.Dispose, Cancel);
        Assert.Equal(FrameOutcome.Shutdown, (await pending).Outcome);
        lane.Release();
        await closing;
        Assert.Equal(FrameOutcome.Shutdown, (await engine.InferAsync(Tensors.Of(64, 64, _pictures.Numbered(1)), Cancel)).Outcome);
    }

    [Fact]
    public async Task Everything_that_ran_is_counted_frames_and_tensors_alike()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 2, MaxBatchSize = 4 });
        Assert.Null(engine.Statistics.LastInference);
        Pictures.RunAll(engine, Enumerable.Range(0, 50).Select(_pictures.Numbered));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => engine.InferAsync(Tensors.Of(64, 64, Enumerable.Range(0, 3).Select(_pictures.Numbered)), Cancel)));

        var counted = engine.Statistics;
        Assert.Equal((110, 70, 0), (counted.Inferences, counted.Succeeded.Count, counted.Failed.Count));
        Assert.Equal(counted.Runs, counted.Batches.Sum(batch => batch.Runs));
        Assert.InRange(counted.Runs, 110 / 4, 110);
        Assert.All(counted.Batches, batch => Assert.InRange(batch.BatchSize, 1, 4));
        Assert.All([counted.Succeeded.Time, counted.Queue, counted.Input, counted.Infer, counted.Output], time => Assert.True(time > TimeSpan.Zero));
        Assert.InRange(counted.LastInference!.Value, DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Sizes_that_clients_make_up_do_not_push_out_the_usual_one()
    {
        var model = TinyOnnx.Detect() with { Width = 192, Height = 192 };
        using var engine = TinyEngine.Start(model, new() { Lanes = 1 });
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 36; i++)
            {
                var tensor = Tensors.Of(32 + i / 6 * 32, 32 + i % 6 * 32, _pictures.Numbered(i));
                Assert.Equal(Tensors.RunAlone(model, tensor).Values, (await engine.InferAsync(tensor, Cancel)).Floats(), Near);
            }
        }
    }

    private static bool Near(float one, float other) => Math.Abs(one - other) <= 1e-5f || float.IsNaN(one) && float.IsNaN(other);

    /// <summary>The engine's only lane stands in a receiver until released, so that whatever comes must wait.</summary>
    private sealed class BlockedLane : IDisposable
    {
        private readonly Collector _collector = new();
        private readonly InferenceStream _stream;

        public BlockedLane(InferenceEngine engine, Frame frame)
        {
            _collector.Gate.Reset();
            _stream = engine.OpenStream(new() { Lossless = true }, _collector);
            _stream.Submit(frame, 0);
            _collector.Reached.Wait(Cancel);
        }

        public void Release() => _collector.Gate.Set();

        public void Dispose()
        {
            Release();
            _stream.Drain();
            _stream.Dispose();
        }
    }
}

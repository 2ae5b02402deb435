using Inference.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

/// <summary>Counts the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(EngineAllocationTests), DisableParallelization = true)]
[Collection(nameof(EngineAllocationTests))]
public sealed class EngineAllocationTests : IDisposable
{
    private const int Frames = 500;

    private readonly Pictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void Nothing_is_allocated_from_the_hand_over_of_a_frame_to_its_result(int batch, bool pose)
    {
        using var engine = TinyEngine.Start(pose ? TinyOnnx.Pose() : TinyOnnx.Detect(), new() { Lanes = 2, MaxBatchSize = batch });
        var counter = new Counter();
        using var stream = engine.OpenStream(new() { Lossless = true }, counter);
        Frame[] frames = [_pictures.Numbered(0), _pictures.Plain(255, 255, 255, 160, 120), _pictures.Numbered(1)];

        // Result objects, plans and scratch are made when first needed, and the JIT has its own.
        Feed(stream, frames);
        var perFrame = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Feed(stream, frames);
            return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Frames;
        });

        Assert.Equal((6 * Frames, 0), (counter.Inferred, counter.Others));
        TestContext.Current.TestOutputHelper!.WriteLine($"{perFrame} bytes a frame");
        Assert.InRange(perFrame, 0, 1);
    }

    private static void Feed(InferenceStream stream, Frame[] frames)
    {
        for (var i = 0; i < Frames; i++)
            stream.Submit(frames[i % frames.Length], i);
        stream.Drain();
    }

    private sealed class Counter : IResultReceiver
    {
        public int Inferred { get; private set; }

        public int Others { get; private set; }

        public void OnResult(InferenceResult result)
        {
            if (result.Outcome == FrameOutcome.Inferred)
                Inferred++;
            else
                Others++;
        }

        public void OnDropped(in Frame frame, long sequence, FrameOutcome reason) => Others++;

        public void OnFault(Exception fault) => Others++;
    }
}

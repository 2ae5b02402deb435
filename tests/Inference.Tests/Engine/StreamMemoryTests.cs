using Inference.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

/// <summary>Counts the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(StreamMemoryTests), DisableParallelization = true)]
[Collection(nameof(StreamMemoryTests))]
public sealed class StreamMemoryTests : IDisposable
{
    private const int Streams = 20;

    private readonly Pictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    // Every stream once had a result of its own for every lane, each with room for a thousand people: 14.6 MB on 64 cores.
    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(64, 1, false)]
    [InlineData(64, 1, true)]
    [InlineData(2, 32, true)]
    public void A_stream_that_has_run_holds_little_however_many_lanes_there_are(int lanes, int batch, bool lossless)
    {
        using var engine = TinyEngine.Start(TinyOnnx.Pose(), new() { Lanes = lanes, MaxBatchSize = batch });
        var frame = _pictures.Numbered(0);
        Feed(engine.OpenStream(new() { Lossless = lossless }, new Ignored()), frame);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // A frame for every place that a stream has.
        InferenceStream[] streams = [.. Enumerable.Range(0, Streams).Select(_ => engine.OpenStream(new() { Lossless = lossless }, new Ignored()))];
        foreach (var stream in streams)
            Feed(stream, frame);
        var perStream = (GC.GetTotalMemory(forceFullCollection: true) - before) / Streams;

        TestContext.Current.TestOutputHelper!.WriteLine($"{perStream} bytes a stream with {lanes} lanes of {batch}");
        Assert.InRange(perStream, 0, 100_000);
        GC.KeepAlive(streams);

        static void Feed(InferenceStream stream, Frame frame)
        {
            for (var i = 0; i < 200; i++)
            {
                stream.Submit(frame, i);
                stream.Drain();
            }
        }
    }

    private sealed class Ignored : IResultReceiver
    {
        public void OnResult(InferenceResult result)
        {
        }

        public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
        {
        }

        public void OnFault(Exception fault)
        {
        }
    }
}

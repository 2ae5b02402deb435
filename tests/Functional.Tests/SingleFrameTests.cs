using FFmpeg;
using Inference;
using Inference.Batching;
using Media;
using Server.Pictures;
using Xunit;

namespace Functional.Tests;

public sealed class SingleFrameTests
{
    [Fact]
    public async Task A_picture_that_waits_when_the_engine_closes_is_no_fault_of_the_model()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        var engine = InferenceEngine.Start(folder.File("tiny.onnx"), new() { Lanes = 1, Device = InferenceDevice.Cpu });
        using var held = new BlockedLane();
        using var stream = engine.OpenStream(new() { Lossless = true }, held);
        stream.Submit(Picture(), 0);
        await held.IsHeld;
        // The one lane is busy, so this waits.
        var asking = SingleFrame.InferAsync(engine, new InferenceStreamOptions(), Picture());
        var closing = Task.Run(engine.Dispose, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<EngineClosedException>(() => asking);
        held.Dispose();
        await closing;
    }

    private static Frame Picture() => PictureDecoder.Decode(ServeMedia.Picture("png", "white"), new PictureLimits()).ToFrame(default);

    /// <summary>Keeps the lane that brings its first result.</summary>
    private sealed class BlockedLane : IResultReceiver, IDisposable
    {
        private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _let = new();

        public Task IsHeld => _isHeld.Task;

        public void OnResult(InferenceResult result)
        {
            _isHeld.SetResult();
            _let.Wait();
        }

        public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
        {
        }

        public void OnFault(Exception fault)
        {
        }

        public void Dispose() => _let.Set();
    }
}

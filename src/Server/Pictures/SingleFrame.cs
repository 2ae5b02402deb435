using Inference;
using Inference.Batching;
using Inference.Model;
using Media;
using Streaming.Results;
using Wire.V1;

namespace Server.Pictures;

/// <summary>One frame through the engine as a stream of its own, so that it shares batches and fairness with all others.</summary>
internal sealed class SingleFrame : IResultReceiver
{
    private readonly InferenceEngine _engine;
    private readonly TaskCompletionSource<FrameResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SingleFrame(InferenceEngine engine) => _engine = engine;

    /// <param name="frame">Released here.</param>
    /// <exception cref="ModelLoadException">The model could not run the frame.</exception>
    /// <exception cref="EngineClosedException">The engine was closed first.</exception>
    public static async Task<FrameResult> InferAsync(InferenceEngine engine, InferenceStreamOptions options, Frame frame)
    {
        var receiver = new SingleFrame(engine);
        using var stream = engine.OpenStream(options, receiver);
        stream.Submit(frame, 0);
        return await receiver._result.Task;
    }

    public void OnResult(InferenceResult result)
    {
        if (result.Outcome == FrameOutcome.Inferred)
            _result.SetResult(FrameResults.ToMessage(result, new FrameIdentity("", "", 0), _engine.Model, TimeProvider.System));
        else
            _result.SetException(new ModelLoadException(_engine.Model.Name, $"could not run this picture: {result.Error?.Message}", result.Error));
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason) =>
        _result.SetException(new EngineClosedException());

    public void OnFault(Exception fault) => _result.TrySetException(fault);
}

/// <summary>The server is stopping, and what waited for a lane is not run any more.</summary>
internal sealed class EngineClosedException() : Exception("the server is stopping");

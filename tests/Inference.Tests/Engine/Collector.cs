using Media;

namespace Inference.Tests.Engine;

/// <summary>Keeps everything that a stream's owner is told; may hold the lane that tells it.</summary>
internal sealed class Collector : IResultReceiver
{
    private readonly List<ReceivedResult> _told = [];

    /// <summary>Reset: the receiver does not return until it is set.</summary>
    public ManualResetEventSlim Gate { get; } = new(true);

    /// <summary>Set once a result has come, even while <see cref="Gate"/> holds it.</summary>
    public ManualResetEventSlim Reached { get; } = new();

    public IReadOnlyList<ReceivedResult> All
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    public void OnResult(InferenceResult result)
    {
        Reached.Set();
        Gate.Wait();
        lock (_told)
            _told.Add(ReceivedResult.Of(result));
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
    {
        lock (_told)
            _told.Add(new(sequence, reason, [], [], 0, null));
    }

    public void OnFault(Exception fault)
    {
        // Nothing here throws.
    }
}

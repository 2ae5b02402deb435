using Media;

namespace Inference.Tests.Batching;

/// <summary>Keeps what a stream's owner was told, in the order it was told.</summary>
internal sealed class Recorder : IResultReceiver
{
    private readonly List<(long Sequence, FrameOutcome Outcome)> _told = [];

    public IReadOnlyList<(long Sequence, FrameOutcome Outcome)> Outcomes
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    public IEnumerable<long> Sequences(FrameOutcome outcome) => Outcomes.Where(told => told.Outcome == outcome).Select(told => told.Sequence);

    public List<Exception> Faults { get; } = [];

    public void OnResult(InferenceResult result) => Add(result.Sequence, result.Outcome);

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason) => Add(sequence, reason);

    public void OnFault(Exception fault) => Faults.Add(fault);

    private void Add(long sequence, FrameOutcome outcome)
    {
        lock (_told)
            _told.Add((sequence, outcome));
    }
}

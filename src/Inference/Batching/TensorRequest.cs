using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Inference.Model;

namespace Inference.Batching;

/// <summary>A client's tensor on its way through the engine: its pictures are claimed one by one, like frames, and gathered in their order.</summary>
/// <remarks>The lock is this request's own. Nobody waits for it but the lanes that run its pictures.</remarks>
internal sealed class TensorRequest : IBatchSource
{
    private readonly BatchQueue _queue;
    private readonly ModelMetadata _model;
    private readonly EngineCounters _counters;
    private readonly TimeProvider _time;
    private readonly long _shape;
    private readonly long _submitted;
    private readonly TaskCompletionSource<TensorResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _waiting;
    private int _running;
    private byte[] _output = [];
    private int _largestBatch;
    private FrameOutcome _outcome = FrameOutcome.Inferred;
    private Exception? _error;

    /// <param name="counters">Count the request if it ends without a lane.</param>
    public TensorRequest(BatchQueue queue, ModelMetadata model, TensorInput input, EngineCounters counters, TimeProvider time)
    {
        (_queue, _model, Input, _counters, _time) = (queue, model, input, counters, time);
        _shape = InputShape.Pack(input.Height, input.Width);
        _submitted = time.GetTimestamp();
        _waiting = input.Count;
    }

    public TensorInput Input { get; }

    /// <summary>The span of whoever asks; null unless it is recorded.</summary>
    public Activity? Trace { get; } = Activity.Current is { Recorded: true } asking ? asking : null;

    public Task<TensorResult> Result => _done.Task;

    public double Served { get; set; }

    public double Priority => 1;

    public bool HasWaiting => Volatile.Read(ref _waiting) > 0;

    public bool TryClaim(ref long shape, [NotNullWhen(true)] out BatchItem? item)
    {
        item = null;
        lock (_gate)
        {
            if (_waiting == 0 || shape != 0 && shape != _shape)
                return false;
            shape = _shape;
            item = new TensorItem(this, Input.Count - _waiting--, _submitted);
            _running++;
            return true;
        }
    }

    /// <summary>One picture's output, lent for the call.</summary>
    public void Take(int index, ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            // Its size is the graph's to tell, so it is known with the first picture.
            if (_output.Length == 0)
                _output = GC.AllocateUninitializedArray<byte>(checked(Input.Count * output.Length));
        }

        output.CopyTo(_output.AsSpan(index * output.Length));
    }

    public void Inferred(int batchSize)
    {
        lock (_gate)
            _largestBatch = Math.Max(_largestBatch, batchSize);
    }

    /// <summary>Half an answer is none: what waits is dropped.</summary>
    public void Fail(Exception error)
    {
        lock (_gate)
            (_outcome, _error, _waiting) = (FrameOutcome.Failed, error, 0);
    }

    /// <summary>A lane is done with one picture.</summary>
    public void Complete(EngineCounters counters, TimeSpan took)
    {
        lock (_gate)
        {
            if (--_running > 0 || _waiting > 0)
                return;
        }

        End(counters, took);
    }

    /// <summary>The client went away.</summary>
    public void Cancel() => Drop(FrameOutcome.Cancelled);

    public void Dispose() => Drop(FrameOutcome.Shutdown);

    /// <summary>Drops what waits. What runs is waited for, since it reads the client's memory.</summary>
    private void Drop(FrameOutcome outcome)
    {
        lock (_gate)
        {
            if (_waiting == 0)
                return;
            (_outcome, _waiting) = (outcome, 0);
            if (_running > 0)
                return;
        }

        End(_counters, _time.GetElapsedTime(_submitted));
    }

    private void End(EngineCounters counters, TimeSpan took)
    {
        _queue.Remove(this);
        counters.Ended(_outcome, took);
        _done.SetResult(_outcome == FrameOutcome.Inferred
            ? new TensorResult(_outcome, _output, OutputShape(), _largestBatch, null)
            : new TensorResult(_outcome, default, [], _largestBatch, _error));
    }

    private long[] OutputShape()
    {
        var rows = _output.Length / sizeof(float) / Input.Count / _model.OutputValues;
        return _model.Layout == OutputLayout.Anchors ? [Input.Count, _model.OutputValues, rows] : [Input.Count, rows, _model.OutputValues];
    }
}

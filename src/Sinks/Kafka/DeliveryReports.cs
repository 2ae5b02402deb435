using Confluent.Kafka;
using ResultLog.Read;

namespace Sinks.Kafka;

/// <summary>What became of a batch's records, from when they are handed to the client until all are reported; it outlives a write that fails.</summary>
/// <remarks>The pump's thread sends, the client's thread reports.</remarks>
internal sealed class DeliveryReports
{
    private readonly Lock _change = new();
    private readonly State[] _states;
    private readonly long _last;
    private int _acknowledged;
    private int _open;
    private string? _fault;
    private TaskCompletionSource? _allReported;

    public DeliveryReports(RecordBatch batch) => (_states, _last) = (new State[batch.Count], batch[^1].Offset);

    private enum State : byte
    {
        Unsent,
        Sent,
        Done,
    }

    /// <summary>Records that the cluster, or its client, takes never.</summary>
    public int Refused { get; private set; }

    /// <summary>Why the last of them was; null for none.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether a batch that is given again is the one that these are of.</summary>
    public bool AreOf(RecordBatch batch) => batch[^1].Offset == _last && batch.Count == _states.Length - _acknowledged;

    /// <summary>What is to be sent, as places in the batch as it is now.</summary>
    public IEnumerable<int> Unsent()
    {
        var first = _acknowledged;
        for (var i = first; i < _states.Length; i++)
        {
            if (_states[i] == State.Unsent)
                yield return i - first;
        }
    }

    /// <summary>The record is about to be handed over.</summary>
    /// <returns>To be called once, with what became of it.</returns>
    public Action<Error> Send(int place, string topic)
    {
        var index = _acknowledged + place;
        lock (_change)
        {
            _states[index] = State.Sent;
            _open++;
        }

        return error => Report(index, topic, error);
    }

    /// <summary>Nothing is published of it.</summary>
    public void Skip(int place, bool refused)
    {
        lock (_change)
        {
            _states[_acknowledged + place] = State.Done;
            Refused += refused ? 1 : 0;
            Refusal = refused ? "records that cannot be read" : Refusal;
        }
    }

    /// <summary>Ends when all that was sent is reported.</summary>
    public Task WaitForAllAsync()
    {
        lock (_change)
            return _open == 0 ? Task.CompletedTask : (_allReported ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>The last fault reported since this was asked, in words.</summary>
    public string? TakeFault() => Interlocked.Exchange(ref _fault, null);

    /// <summary>The client is gone: what it has not reported, it never will.</summary>
    public void Abandon()
    {
        lock (_change)
        {
            for (var i = 0; i < _states.Length; i++)
                _states[i] = _states[i] == State.Sent ? State.Unsent : _states[i];
            (_open, _allReported) = (0, null);
        }
    }

    /// <returns>How many more records at the batch's beginning are done.</returns>
    public int TakeDone()
    {
        var before = _acknowledged;
        lock (_change)
        {
            while (_acknowledged < _states.Length && _states[_acknowledged] == State.Done)
                _acknowledged++;
        }

        return _acknowledged - before;
    }

    private void Report(int index, string topic, Error error)
    {
        lock (_change)
        {
            if (_states[index] != State.Sent)
                return;
            _states[index] = State.Done;
            if (KafkaErrors.IsRefusal(error.Code))
                (Refused, Refusal) = (Refused + 1, KafkaErrors.Describe(error, topic));
            else if (error.IsError)
                Fail(index, topic, error);
            if (--_open > 0)
                return;
            _allReported?.TrySetResult();
            _allReported = null;
        }
    }

    private void Fail(int index, string topic, Error error)
    {
        _states[index] = State.Unsent;
        // A full queue is no fault: the record waits.
        if (error.Code != ErrorCode.Local_QueueFull)
            _fault = KafkaErrors.Describe(error, topic);
    }
}

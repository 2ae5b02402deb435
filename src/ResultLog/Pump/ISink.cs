using ResultLog.Read;

namespace ResultLog.Pump;

/// <summary>Where the log's records go. One pump calls it, never twice at once.</summary>
public interface ISink
{
    /// <summary>Lower-case letters, digits and '-': the name of its cursor file and its label in metrics. It never changes.</summary>
    string Name { get; }

    BatchLimits Limits { get; }

    /// <summary>Connects if it is not connected, and tells how far it got. Called at the start, and before each write that follows a failure.</summary>
    /// <param name="logId">The offset counts for this log alone.</param>
    /// <returns>The first offset that it has not, where it keeps that together with the records; null where the log shall keep it.</returns>
    Task<long?> OpenAsync(Guid logId, CancellationToken stop);

    /// <summary>Its end means: all are acknowledged. An exception means: give them again, except for those that <see cref="RecordBatch.Acknowledge"/> took off.</summary>
    /// <exception cref="SinkException">It cannot take them now. Any other but that of a disk is a fault of ours.</exception>
    /// <returns>Records that it refuses for good (too large, say): they are counted as dropped.</returns>
    Task<int> WriteAsync(RecordBatch batch, CancellationToken stop);

    /// <summary>Why the last write refused something for good, in one line with what helps; null where it refused nothing.</summary>
    string? Refusal => null;
}

/// <summary>How much a sink takes at once. All of it is acknowledged before more is read, so a sink with slow answers wants large batches.</summary>
/// <param name="MaxBytes">Of the log that are looked at for one batch; a record that is larger still comes, alone.</param>
/// <param name="Linger">How long a record may wait for more to come with it.</param>
public readonly record struct BatchLimits(int MaxRecords, int MaxBytes, TimeSpan Linger);

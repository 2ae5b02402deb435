namespace ResultLog.Pump;

/// <summary>How much a sink takes at once. All of it is acknowledged before more is read, so a sink with slow answers wants large batches.</summary>
/// <param name="MaxBytes">Of the log that are looked at for one batch; a record that is larger still comes, alone.</param>
/// <param name="Linger">How long a record may wait for more to come with it.</param>
public readonly record struct BatchLimits(int MaxRecords, int MaxBytes, TimeSpan Linger);

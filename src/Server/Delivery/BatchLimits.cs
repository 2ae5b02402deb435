namespace Server.Delivery;

/// <summary>How many records a sink takes at once.</summary>
/// <param name="MaxRecords">No more; fewer where no more are there, or where they are large (a batch has about 1 MB).</param>
/// <param name="Linger">How long a record may wait for more to come with it.</param>
internal readonly record struct BatchLimits(int MaxRecords, TimeSpan Linger);

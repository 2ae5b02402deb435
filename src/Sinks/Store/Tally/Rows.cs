namespace Sinks.Store.Tally;

// Rows as they are added to the tables of their names; minutes are Unix seconds, other times Unix milliseconds.

public sealed record SummaryRow(string StreamId, long Minute, long Inferred, long Dropped, int[] Latency);

public sealed record DropRow(string StreamId, long Minute, string Reason, long Frames);

/// <param name="Objects">In all frames together.</param>
/// <param name="Frames">Frames that have the label.</param>
/// <param name="Least">Of those frames.</param>
public sealed record ObjectRow(string StreamId, long Minute, string Label, long Objects, long Frames, long Least, long Most);

public sealed record SessionRow(string StreamId, string SessionId, long FirstSeen, long LastSeen, string Model, int Width, int Height, long Inferred, long Dropped);

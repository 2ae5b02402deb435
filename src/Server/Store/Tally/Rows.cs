namespace Server.Store.Tally;

// Rows as they are added to the tables of their names; minutes are Unix seconds, other times Unix milliseconds.

internal sealed record SummaryRow(string StreamId, long Minute, long Inferred, long Dropped, int[] Latency);

internal sealed record DropRow(string StreamId, long Minute, string Reason, long Frames);

/// <param name="Objects">In all frames together.</param>
/// <param name="Frames">Frames that have the label.</param>
/// <param name="Least">Of those frames.</param>
internal sealed record ObjectRow(string StreamId, long Minute, string Label, long Objects, long Frames, long Least, long Most);

internal sealed record SessionRow(string StreamId, string SessionId, long FirstSeen, long LastSeen, string Model, int Width, int Height, long Inferred, long Dropped);

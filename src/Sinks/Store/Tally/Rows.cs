namespace Sinks.Store.Tally;

// Rows as they are added to the tables of their names; minutes are Unix seconds, other times Unix milliseconds.

public sealed record SummaryRow(string StreamId, long Minute, long Inferred, long Dropped, int[] Latency);

public sealed record DropRow(string StreamId, long Minute, string Reason, long Frames);

/// <param name="Objects">In all frames together.</param>
/// <param name="Frames">Frames that have the label.</param>
/// <param name="Least">Of those frames.</param>
public sealed record ObjectRow(string StreamId, long Minute, string Label, long Objects, long Frames, long Least, long Most);

public sealed record SessionRow(string StreamId, string SessionId, long FirstSeen, long LastSeen, string Model, int Width, int Height, long Inferred, long Dropped);

/// <summary>Texts as every store can hold them: Postgres has no NUL, and one such text would hold up the log for ever.</summary>
internal static class StoredText
{
    public static string Of(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
}

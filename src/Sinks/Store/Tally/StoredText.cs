namespace Sinks.Store.Tally;

/// <summary>Texts as every store can hold them: Postgres has no NUL, and one such text would hold up the log for ever.</summary>
internal static class StoredText
{
    public static string Of(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
}

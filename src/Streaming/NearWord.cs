namespace Streaming;

/// <summary>What somebody may have meant who wrote a word that nobody knows.</summary>
public static class NearWord
{
    // A name is no sentence: what is longer is no slip of the finger, and costs the square of its length.
    private const int MaxLength = 64;

    // A common beginning says something from here on: "conf" of "confidence".
    private const int ShortestBeginning = 3;

    /// <summary>The known word that is nearest, whatever the case; null where none is near enough to be meant.</summary>
    public static string? Find(string word, IEnumerable<string> words)
    {
        if (word.Length is < 2 or > MaxLength)
            return null;
        var most = Math.Clamp(word.Length / 3, 1, 3);
        var near = words.Where(known => known.Length is > 0 and <= MaxLength)
            .Select(known => (Word: known, Distance: Distance(word, known)))
            .Where(known => known.Distance <= most || IsBeginning(word, known.Word))
            .OrderBy(known => known.Distance);
        return near.FirstOrDefault().Word;
    }

    /// <summary>The end of a sentence that says what is not known; empty where no word is near.</summary>
    public static string Hint(string word, IEnumerable<string> words) => Find(word, words) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>The same, with another end where no word is near.</summary>
    public static string Hint(string word, IEnumerable<string> words, string otherwise) => Hint(word, words) is { Length: > 0 } hint ? hint : otherwise;

    private static bool IsBeginning(string word, string known)
    {
        var (shorter, longer) = word.Length < known.Length ? (word, known) : (known, word);
        return shorter.TrimStart('-').Length >= ShortestBeginning && longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Letters to put in, leave out, replace or exchange with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[MaxLength + 1], last = stackalloc int[MaxLength + 1], now = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
            }

            var free = before;
            before = last;
            last = now;
            now = free;
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}

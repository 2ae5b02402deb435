using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Server.History;

/// <summary>Where a page ended: the key of its last entry, and the times that the first page was asked for. Opaque to clients.</summary>
internal sealed record StoreCursor(long UnixMilliseconds, DateTimeOffset From, DateTimeOffset To, string Id)
{
    // 9999-12-31, the last day that a time can name.
    private const long MostMilliseconds = 253_402_300_799_999;

    private const int MostCharacters = 2000;

    public string ToText(char list) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{list} {UnixMilliseconds} {From.UtcTicks} {To.UtcTicks} {Id}")));

    /// <returns>Null where it is none of this list.</returns>
    public static StoreCursor? Parse(char list, string? text)
    {
        if (text is null or { Length: > MostCharacters } || !Base64Url.IsValid(text))
            return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 5) is [{ Length: 1 } name, var position, var from, var to, var id]
            && name[0] == list
            && Number(position, MostMilliseconds) is { } milliseconds && Time(from) is { } first && Time(to) is { } end && !id.Contains('\0', StringComparison.Ordinal)
            ? new(milliseconds, first, end, id)
            : null;
    }

    private static DateTimeOffset? Time(string text) => Number(text, DateTimeOffset.MaxValue.Ticks) is { } ticks ? new(ticks, TimeSpan.Zero) : null;

    private static long? Number(string text, long most) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}

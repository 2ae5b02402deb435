using System.Globalization;

namespace Annotate;

/// <summary>Words of a tag, written without allocating.</summary>
internal static class LabelText
{
    /// <summary>Room that any tag fits in: "#-2147483648 ", a name of <see cref="MaxNameLength"/>, a blank and a score.</summary>
    public const int MaxLength = 96;

    /// <summary>Longer names end in an ellipsis; COCO's longest has 14 characters.</summary>
    public const int MaxNameLength = 28;

    /// <summary>"#7 person 0.87".</summary>
    /// <param name="track">0 where there is none.</param>
    /// <returns>Characters written.</returns>
    public static int Write(Span<char> text, string name, int track, float score, bool withScore)
    {
        var length = track != 0 ? WriteTrack(text, track) : 0;
        if (name.Length > 0)
        {
            length = Part(text, length);
            length += WriteName(text[length..], name);
        }

        if (withScore)
        {
            length = Part(text, length);
            length += score.TryFormat(text[length..], out var written, "F2", CultureInfo.InvariantCulture) ? written : 0;
        }

        return length;
    }

    /// <summary>The least that tells objects apart: the track, else the name.</summary>
    public static int WriteShort(Span<char> text, string name, int track) => track != 0 ? WriteTrack(text, track) : WriteName(text, name);

    /// <summary>Writes a blank between two words.</summary>
    /// <returns>Where the next word begins.</returns>
    private static int Part(Span<char> text, int length)
    {
        if (length > 0)
            text[length++] = ' ';
        return length;
    }

    private static int WriteTrack(Span<char> text, int track)
    {
        text[0] = '#';
        track.TryFormat(text[1..], out var digits, default, CultureInfo.InvariantCulture);
        return 1 + digits;
    }

    private static int WriteName(Span<char> text, string name)
    {
        if (name.Length <= MaxNameLength)
        {
            name.CopyTo(text);
            return name.Length;
        }

        name.AsSpan(0, MaxNameLength - 1).CopyTo(text);
        text[MaxNameLength - 1] = '…';
        return MaxNameLength;
    }
}

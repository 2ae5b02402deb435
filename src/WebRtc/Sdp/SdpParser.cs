using System.Globalization;

namespace WebRtc.Sdp;

/// <summary>Splits a session description into sections and attributes; RFC 8866 §5. Lines of no meaning here are passed over.</summary>
internal static class SdpParser
{
    /// <summary>A browser's offer of audio and video has about 8,000 characters.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxLines = 1000, MaxSections = 16, MaxPort = 65_535;

    /// <param name="problem">Empty, or what is wrong and where, for the one who wrote it.</param>
    /// <returns>The session's part, then the media sections.</returns>
    public static IReadOnlyList<SdpSection> Parse(string text, out string problem)
    {
        problem = "";
        if (text.Length > MaxLength)
            return Fail(out problem, $"the description has {text.Length} characters; {MaxLength} are allowed");
        var lines = text.Split('\n', MaxLines + 1);
        if (lines.Length > MaxLines)
            return Fail(out problem, $"the description has more than {MaxLines} lines");
        if (lines[0].TrimEnd('\r') != "v=0")
            return Fail(out problem, "line 1 is not v=0");
        return ParseLines(lines, SdpSection.Session, out problem);
    }

    /// <summary>RFC 8840 §9: the part of a description that trickles, which begins anywhere.</summary>
    public static IReadOnlyList<SdpSection> ParseFragment(string text, out string problem)
    {
        problem = "";
        if (text.Length > MaxLength)
            return Fail(out problem, $"the fragment has {text.Length} characters; {MaxLength} are allowed");
        var lines = text.Split('\n', MaxLines + 1);
        return lines.Length > MaxLines ? Fail(out problem, $"the fragment has more than {MaxLines} lines") : ParseLines(lines, SdpSection.Session, out problem);
    }

    private static IReadOnlyList<SdpSection> ParseLines(string[] lines, SdpSection section, out string problem)
    {
        problem = "";
        var sections = new List<SdpSection> { section };
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().TrimEnd('\r');
            if (line.IsEmpty)
                continue;
            if (line.Length < 2 || line[1] != '=')
                return Fail(out problem, $"line {i + 1} is not TYPE=VALUE");
            if (line[0] == 'a')
                AddAttribute(section, line[2..]);
            if (line[0] != 'm')
                continue;
            if (sections.Count > MaxSections)
                return Fail(out problem, $"line {i + 1} begins media section {sections.Count}; {MaxSections} are allowed");
            if (ParseMedia(line[2..].ToString()) is not { } media)
                return Fail(out problem, $"line {i + 1} is not m=MEDIA PORT PROTOCOL FORMAT...");
            sections.Add(section = media);
        }
        return sections;
    }

    private static void AddAttribute(SdpSection section, ReadOnlySpan<char> attribute)
    {
        var colon = attribute.IndexOf(':');
        var name = colon < 0 ? attribute : attribute[..colon];
        section.Add(name.ToString(), colon < 0 ? "" : attribute[(colon + 1)..].ToString());
    }

    private static SdpSection? ParseMedia(string value)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 4 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= MaxPort
            ? new(parts[0], port, parts[2], parts[3..])
            : null;
    }

    private static SdpSection[] Fail(out string problem, string text)
    {
        problem = text;
        return [];
    }
}

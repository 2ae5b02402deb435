using System.Globalization;
using WebRtc.Rtp;

namespace WebRtc.Sdp;

/// <summary>One media section: what its payload types mean. Lines about payload types that are not offered do not count.</summary>
internal static class RemoteMediaReader
{
    private const int MaxPayloadType = 127, MaxExtensionId = 255;

    public static RemoteMedia Read(SdpSection section)
    {
        var (ssrc, rtx) = Sources(section);
        return new(
            section.Kind, section.Find("mid") ?? "", section.Protocol, Direction(section), Codecs(section), Extensions(section),
            section.Formats, section.Has("rtcp-rsize"), ssrc, rtx);
    }

    private static MediaDirection Direction(SdpSection section) =>
        section.Has("sendonly") ? MediaDirection.SendOnly
        : section.Has("recvonly") ? MediaDirection.RecvOnly
        : section.Has("inactive") ? MediaDirection.Inactive
        : MediaDirection.SendRecv;

    /// <summary>In the order of the m= line, which is that of preference.</summary>
    private static List<RtpCodec> Codecs(SdpSection section)
    {
        var maps = ByPayloadType(section, "rtpmap");
        var parameters = ByPayloadType(section, "fmtp");
        var feedback = ByPayloadType(section, "rtcp-fb");
        var codecs = new List<RtpCodec>();
        foreach (var format in section.Formats)
        {
            // "VP8/90000", for audio "opus/48000/2".
            if (!TryPayloadType(format, out var type) || maps[type].FirstOrDefault()?.Split('/') is not { Length: >= 2 } map)
                continue;
            if (!int.TryParse(map[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate == 0)
                continue;
            var channels = map.Length > 2 && int.TryParse(map[2], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 1;
            codecs.Add(new(type, map[0], rate, parameters[type].FirstOrDefault() ?? "", [.. feedback[type], .. feedback[-1]], channels));
        }
        return codecs;
    }

    /// <summary>"96 VALUE" under 96; "* VALUE" under -1.</summary>
    private static ILookup<int, string> ByPayloadType(SdpSection section, string name) =>
        section.All(name)
            .Select(value => value.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2 && (parts[0] == "*" || TryPayloadType(parts[0], out _)))
            .ToLookup(parts => parts[0] == "*" ? -1 : int.Parse(parts[0], CultureInfo.InvariantCulture), parts => parts[1]);

    private static bool TryPayloadType(string text, out int type) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out type) && type <= MaxPayloadType;

    /// <summary>RFC 8285 §5: "ID[/DIRECTION] URI".</summary>
    private static HeaderExtensions Extensions(SdpSection section)
    {
        var extensions = default(HeaderExtensions);
        foreach (var parts in section.All("extmap").Select(value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            if (parts.Length >= 2 && int.TryParse(parts[0].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id is >= 1 and <= MaxExtensionId)
                extensions = extensions.With(parts[1], id);
        return extensions;
    }

    /// <summary>RFC 5576: "FID MEDIA RTX" groups a source with its repeats.</summary>
    private static (uint? Media, uint? Rtx) Sources(SdpSection section)
    {
        var group = section.All("ssrc-group").Select(value => value.Split(' ')).FirstOrDefault(parts => parts is ["FID", _, _]);
        if (group is not null)
            return (Ssrc(group[1]), Ssrc(group[2]));
        return (section.Find("ssrc")?.Split(' ')[0] is { } first ? Ssrc(first) : null, null);
    }

    private static uint? Ssrc(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ssrc) ? ssrc : null;
}

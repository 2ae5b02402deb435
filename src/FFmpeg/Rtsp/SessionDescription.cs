using System.Globalization;

namespace FFmpeg.Rtsp;

/// <summary>What a camera's session description (RFC 8866) says of its video; all else in it is left where it is.</summary>
/// <param name="Text">The description of that one stream, for libav.</param>
/// <param name="Encoding">Upper case, as rtpmap has it: H264, H265, JPEG, …; empty where it does not say.</param>
/// <param name="Control">Of the stream, as it stands there: the URL to set it up, absolute or not.</param>
/// <param name="SessionControl">Of the session, where it is a whole URL.</param>
/// <param name="HasParameterSets">A decoder can be opened by it; else they come with a key frame.</param>
/// <param name="IsEncrypted">Its packets are SRTP.</param>
internal sealed record SessionDescription(string Text, string Encoding, string Control, string? SessionControl, bool HasParameterSets, bool IsEncrypted)
{
    private const int H264Sps = 7, H265Sps = 33;

    /// <summary>Null where there is no video.</summary>
    /// <param name="others">What else there is, for messages: "audio PCMA".</param>
    internal static SessionDescription? Parse(string text, out IReadOnlyList<string> others)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToArray();
        var starts = Enumerable.Range(0, lines.Length).Where(at => lines[at].StartsWith("m=", StringComparison.Ordinal)).ToArray();
        var head = lines[..(starts is [var first, ..] ? first : lines.Length)];
        var media = starts.Select((start, i) => lines[start..(i + 1 < starts.Length ? starts[i + 1] : lines.Length)]).ToArray();
        others = [.. media.Where(section => !IsVideo(section)).Select(NameOf)];
        return Array.Find(media, IsVideo) is { } video ? Of(head, video) : null;
    }

    /// <summary>The URL of a control attribute (RFC 2326, C.1.1), joined to its base as text: cameras put queries into it.</summary>
    internal static string Resolve(string baseUrl, string control)
    {
        if (control is "" or "*")
            return baseUrl;
        if (RtspAddress.IsOne(control))
            return control;
        return baseUrl.EndsWith('/') || control.StartsWith('/') ? $"{baseUrl}{control}" : $"{baseUrl}/{control}";
    }

    private static SessionDescription Of(string[] head, string[] video)
    {
        var encoding = EncodingOf(video);
        var session = Attribute(head, "control");
        return new(
            string.Concat(head.Concat(video).Select(line => line + "\r\n")), encoding, Attribute(video, "control") ?? "",
            session is not null && RtspAddress.IsOne(session) ? session : null, KnowsParameters(encoding, video), Words(video).ElementAtOrDefault(2)?.Contains("SAVP", StringComparison.Ordinal) ?? false);
    }

    private static bool IsVideo(string[] section) => section[0].StartsWith("m=video", StringComparison.Ordinal);

    private static string[] Words(string[] section) => section[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(string[] section)
    {
        var name = $"{Words(section)[0][2..]} {EncodingOf(section)}".TrimEnd();
        return string.Concat(name.Where(letter => letter is >= ' ' and <= '~').Take(40));
    }

    // a=rtpmap:96 H264/90000; the numbers below 35 have names of their own (RFC 3551).
    private static string EncodingOf(string[] section)
    {
        var type = Words(section).ElementAtOrDefault(3) ?? "";
        var map = section.FirstOrDefault(line => line.StartsWith($"a=rtpmap:{type} ", StringComparison.Ordinal));
        return map is not null ? map.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1)?.Split('/')[0].ToUpperInvariant() ?? "" : type switch
        {
            "0" => "PCMU",
            "8" => "PCMA",
            "26" => "JPEG",
            "33" => "MP2T",
            _ => "",
        };
    }

    private static string? Attribute(string[] section, string name) =>
        section.FirstOrDefault(line => line.StartsWith($"a={name}:", StringComparison.Ordinal))?[(name.Length + 3)..].Trim();

    private static bool KnowsParameters(string encoding, string[] video) => encoding switch
    {
        "H264" => Sets(video, "sprop-parameter-sets").Any(set => set.Length > 3 && (set[0] & 0x1F) == H264Sps),
        "H265" => Sets(video, "sprop-sps").Any(set => set.Length > 3 && ((set[0] >> 1) & 0x3F) == H265Sps),
        // Each of their key frames tells its size.
        _ => true,
    };

    // a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0LA…,aM4…
    private static IEnumerable<byte[]> Sets(string[] video, string parameter)
    {
        foreach (var line in video.Where(line => line.StartsWith("a=fmtp:", StringComparison.Ordinal)))
        {
            foreach (var value in line.Split(' ', ';').Where(part => part.StartsWith(parameter + "=", true, CultureInfo.InvariantCulture)))
            {
                foreach (var set in value[(parameter.Length + 1)..].Trim('"').Split(','))
                {
                    // Some leave the padding out.
                    var bytes = new byte[set.Length];
                    if (Convert.TryFromBase64String(set.TrimEnd('=').PadRight((set.TrimEnd('=').Length + 3) / 4 * 4, '='), bytes, out var length))
                        yield return bytes[..length];
                }
            }
        }
    }
}

using System.Text.RegularExpressions;

namespace Media;

/// <summary>Which values in a URL tell nothing that is secret: those of names that cameras and libav's protocols are asked by, where they look it too.</summary>
internal static partial class UrlParameters
{
    // As many characters as a key has that is worth the name.
    private const int ShortestKey = 12, LongKey = 24;

    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        // Which picture of which camera.
        "channel", "channelid", "ch", "chn", "chnid", "cam", "camera", "stream", "streamtype", "subtype", "subchannel", "profile", "track", "trackid", "source", "input",
        "real_stream", "type", "unicast", "multicast", "proto", "protocol", "transport", "transportmode", "action", "cmd", "video", "audio", "snap",
        // How it is made.
        "width", "height", "w", "h", "size", "resolution", "res", "fps", "framerate", "rate", "bitrate", "quality", "q", "compression", "codec", "videocodec", "audiocodec",
        "vcodec", "acodec", "format", "fmt", "gop", "rotation", "rotate", "mirror", "flip", "crop", "container", "version", "v",
        // When.
        "start", "end", "starttime", "endtime", "duration", "time", "t", "speed", "offset", "seek", "loop",
        // libav's protocols.
        "mode", "latency", "rcvlatency", "peerlatency", "timeout", "connect_timeout", "listen_timeout", "listen", "listener", "caller", "rendezvous", "pkt_size", "pbkeylen",
        "transtype", "linger", "buffer_size", "fifo_size", "overrun_nonfatal", "reuse", "ttl", "localport", "localrtpport", "localrtcpport", "tcp", "udp", "enablesrtp",
        // The test source.
        "count", "seed", "view",
    };

    /// <summary>Of a value that has a name.</summary>
    public static bool IsHarmless(string name, string value) => Harmless.Contains(name) && Plain().IsMatch(value) && !LooksRandom(value);

    /// <summary>Of what stands alone: ?listener, ?1.</summary>
    public static bool IsHarmlessFlag(string text) => text.Length == 0 || Harmless.Contains(text) || Number().IsMatch(text);

    /// <summary>Whether a machine chose it: letters of both cases and digits among one another, as no name of a file or camera has them.</summary>
    public static bool LooksRandom(string text)
    {
        if (Identifier().IsMatch(text))
            return true;
        var (signs, changes, words) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]))
                continue;
            signs++;
            var isFirst = i == 0 || !char.IsAsciiLetterOrDigit(text[i - 1]);
            // A capital and what follows it are one word's.
            var changed = !isFirst && Class(text[i - 1]) != Class(text[i]) && !(char.IsAsciiLetterUpper(text[i - 1]) && char.IsAsciiLetterLower(text[i]));
            changes += changed ? 1 : 0;
            var begins = !isFirst && char.IsAsciiLetterUpper(text[i - 1]) && char.IsAsciiLetterUpper(text[i]) && i + 1 < text.Length && char.IsAsciiLetterLower(text[i + 1]);
            words += changed || isFirst || begins ? 1 : 0;
        }

        // BigBuckBunny320x180 has 5 in 19; of sixteen signs drawn from 36 or 62, 6 and more. The longer, the surer.
        return signs < LongKey ? signs >= ShortestKey && changes >= 5 && changes * 10 >= signs * 3 : changes >= 6 && changes * 7 >= signs && words * 7 > signs * 2;
    }

    private static int Class(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterLower(c) ? 1 : 2;

    [GeneratedRegex(@"^[A-Za-z0-9._:+-]{0,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\d{1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // A UUID, sixteen or more hexadecimal digits, or so many letters or digits that they are no word and no time.
    [GeneratedRegex(@"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$|(?<![A-Za-z0-9])(?=[A-Fa-f]*\d)(?=\d*[A-Fa-f])[0-9A-Fa-f]{16,}(?![A-Za-z0-9])|[A-Za-z]{28,}|\d{18,}", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}

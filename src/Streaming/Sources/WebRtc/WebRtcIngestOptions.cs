using System.ComponentModel.DataAnnotations;
using System.Net;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>Section WebRtc: the one UDP port on which browsers and other WebRTC publishers send their video, and what a stranger may use of it.</summary>
public sealed record WebRtcIngestOptions
{
    private static readonly string[] KnownCodecs = [.. WebRtcOptions.KnownCodecs.Select(codec => $"{codec}".ToUpperInvariant())];

    /// <summary>Whether video is taken by WebRTC at all.</summary>
    /// <value>true</value>
    public bool Enabled { get; init; } = true;

    /// <summary>Address of the port.</summary>
    /// <value>that of Server:Listen</value>
    public string? Listen { get; init; }

    /// <summary>UDP; 0 takes any free port.</summary>
    /// <value>8189</value>
    [Range(0, 65535)]
    public int Port { get; init; } = 8189;

    /// <summary>Also TCP, for publishers whose network carries no UDP (ICE-TCP, RFC 6544); 0 takes any free port.</summary>
    /// <value>none: UDP alone</value>
    [Range(0, 65535)]
    public int? TcpPort { get; init; }

    /// <summary>What publishers are told instead of this machine's addresses, as behind NAT or in a container: names or addresses, with :port where it is another one outside.</summary>
    /// <value>none: the machine's own</value>
    [MaxLength(16, ErrorMessage = "may have 16 entries")]
    public string[] AdvertisedHosts { get; init; } = [];

    /// <summary>Of H264, VP8, VP9 and AV1; the first of these that a publisher offers is taken.</summary>
    /// <value>H264, VP8, VP9, AV1</value>
    [Length(1, 4, ErrorMessage = "must have 1..4 entries")]
    public string[] Codecs { get; init; } = KnownCodecs;

    /// <summary>STUN and TURN servers to tell publishers: the URL, for TURN followed by user name and password: "turn:turn.example.net?transport=udp user secret".</summary>
    /// <value>none: publishers reach the server directly</value>
    [MaxLength(16, ErrorMessage = "may have 16 entries")]
    public string[] IceServers { get; init; } = [];

    /// <summary>Other servers that take publishers when this one is full or about to stop: base URLs such as https://two.example; in turn.</summary>
    /// <value>none: publishers are told to come again</value>
    [MaxLength(64, ErrorMessage = "may have 64 entries")]
    public string[] RedirectTo { get; init; } = [];

    /// <summary>Publishers at a time.</summary>
    /// <value>1000</value>
    [Range(1, 100_000)]
    public int MaxSessions { get; init; } = 1000;

    /// <summary>Of the address that an offer came from.</summary>
    /// <value>100</value>
    [Range(1, 100_000)]
    public int MaxSessionsPerAddress { get; init; } = 100;

    /// <summary>From the answer until video can flow, in seconds.</summary>
    /// <value>15</value>
    [Range(1, 300)]
    public int HandshakeTimeoutSeconds { get; init; } = 15;

    /// <summary>A publisher that was not heard of for so long is gone, in seconds; RFC 7675 has 30.</summary>
    /// <value>30</value>
    [Range(5, 300)]
    public int ConsentTimeoutSeconds { get; init; } = 30;

    /// <summary>Connectivity checks a second from an address that belongs to no publisher yet; more are dropped unread.</summary>
    /// <value>50</value>
    [Range(1, 10_000)]
    public int MaxUnknownChecksPerSecond { get; init; } = 50;

    /// <summary>The most that a lost packet may delay those behind it, in milliseconds.</summary>
    /// <value>250</value>
    [Range(10, 5000)]
    public int MaxJitterDelayMilliseconds { get; init; } = 250;

    /// <summary>What publishers that leave the estimate to the receiver may send, in bits a second.</summary>
    /// <value>8000000</value>
    [Range(100_000, 1_000_000_000)]
    public long MaxBitsPerSecond { get; init; } = 8_000_000;

    /// <summary>Sessions that ended or were refused and can still be diagnosed; the oldest go first.</summary>
    /// <value>100</value>
    [Range(0, 10_000)]
    public int KeptSessions { get; init; } = 100;

    /// <summary>What no attribute can say.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (Listen is { } listen && !IPAddress.TryParse(listen, out _))
            yield return (nameof(Listen), listen, "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::");
        foreach (var host in AdvertisedHosts.Where(host => AdvertisedHost.Parse(host) is null))
            yield return (nameof(AdvertisedHosts), host, "expected a name or an address, with :port where it differs from WebRtc:Port");
        foreach (var codec in Codecs.Where(codec => !KnownCodecs.Contains(codec, StringComparer.OrdinalIgnoreCase)))
            yield return (nameof(Codecs), codec, $"expected one of {string.Join(", ", KnownCodecs)}");
        // It may hold a password.
        foreach (var (index, _) in IceServers.Index().Where(server => IceServer.Parse(server.Item) is null))
            yield return ($"IceServers:{index}", null, "expected stun:HOST[:PORT], or turn:HOST[:PORT] USER SECRET, where ?transport=udp may follow the port");
        foreach (var other in RedirectTo.Where(other => !Uri.TryCreate(other, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0))
            yield return (nameof(RedirectTo), other, "expected the base URL of a server, such as https://two.example");
    }
}

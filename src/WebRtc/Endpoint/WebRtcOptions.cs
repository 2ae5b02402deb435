using System.Net;
using Media;

namespace WebRtc;

/// <summary>One UDP port for all peers, and what a stranger may use of it.</summary>
public sealed record WebRtcOptions
{
    /// <summary>Where to listen; port 0: any. ::1 or :: takes IPv4, too, where the system allows it.</summary>
    /// <value>127.0.0.1:8189.</value>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8189);

    /// <summary>Where to take connections of peers whose network carries no UDP (ICE-TCP); port 0: any. Null: nowhere.</summary>
    /// <value>Null.</value>
    public IPEndPoint? ListenTcp { get; init; }

    /// <summary>Addresses to tell peers instead of those of this machine: behind NAT, in a container. Port 0 is the one that is listened on; another one is that of both UDP and TCP.</summary>
    public IReadOnlyList<IPEndPoint> AdvertisedAddresses { get; init; } = [];

    /// <summary>What can be received: RFC 6184, RFC 7741, RFC 9628, and RTP Payload Format For AV1 1.0.</summary>
    public static IReadOnlyList<VideoCodec> KnownCodecs { get; } = [VideoCodec.H264, VideoCodec.Vp8, VideoCodec.Vp9, VideoCodec.Av1];

    /// <summary>The first of these that a peer offers is taken; each one of <see cref="KnownCodecs"/>.</summary>
    /// <value>H.264, VP8, VP9, AV1.</value>
    public IReadOnlyList<VideoCodec> Codecs { get; init; } = KnownCodecs;

    /// <value>1,000.</value>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>Of the address that an offer came from.</summary>
    /// <value>100.</value>
    public int MaxSessionsPerAddress { get; init; } = 100;

    /// <summary>From the answer until media can flow.</summary>
    /// <value>15 s.</value>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A peer that sends no check this long is gone; RFC 7675 has 30 s.</summary>
    /// <value>30 s.</value>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks a second from one address that belongs to no peer yet; more are dropped unread.</summary>
    /// <value>50.</value>
    public int MaxUnknownChecksPerSecond { get; init; } = 50;

    /// <summary>The most that a lost packet may delay those behind it.</summary>
    /// <value>250 ms.</value>
    public TimeSpan MaxJitterDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A longer access unit is dropped.</summary>
    /// <value>4 MiB.</value>
    public int MaxUnitBytes { get; init; } = 4 << 20;

    /// <summary>What peers that leave the estimate to the receiver (REMB) are allowed, in bits a second.</summary>
    /// <value>8,000,000.</value>
    public long MaxBitsPerSecond { get; init; } = 8_000_000;

    /// <summary>Of the socket, for all peers: key frames of many come at once. The system may cap it (net.core.rmem_max).</summary>
    /// <value>8 MiB.</value>
    public int SocketBufferBytes { get; init; } = 8 << 20;
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using WebRtc.Rtp;

namespace WebRtc.Sdp;

/// <summary>The lines that offers and answers share.</summary>
internal sealed class SdpWriter
{
    /// <summary>Preferences by type: RFC 8445 §5.1.2.2, and a lower one for TCP, as RFC 6544 §4.2 asks for.</summary>
    private const uint UdpHost = 126, TcpHost = 90;

    /// <summary>RFC 6544 §4.2: by direction, in the upper bits of the local preference.</summary>
    private const int PassiveTcp = 4;

    private readonly StringBuilder _text = new();

    public SdpWriter Line(string line)
    {
        _text.Append(line).Append("\r\n");
        return this;
    }

    /// <summary>RFC 8829 §5.2.1: nothing in it tells who we are.</summary>
    public SdpWriter Session() => Line("v=0").Line($"o=- {Random.Shared.NextInt64()} 1 IN IP4 127.0.0.1").Line("s=-").Line("t=0 0");

    public SdpWriter Bundle(IEnumerable<string> mids) => Line($"a=group:BUNDLE {string.Join(' ', mids)}");

    public SdpWriter Candidates(LocalTransport local)
    {
        var foundation = 1;
        foreach (var (i, address) in local.Addresses.Index())
            Line($"a=candidate:{foundation++} 1 udp {Priority(UdpHost, 65_535 - i)} {address.Address} {address.Port} typ host");
        foreach (var (i, address) in local.TcpAddresses.Index())
            Line($"a=candidate:{foundation++} 1 tcp {Priority(TcpHost, PassiveTcp << 13 | 8191 - i)} {address.Address} {address.Port} typ host tcptype passive");
        return Line("a=end-of-candidates");
    }

    public SdpWriter Connection(IPEndPoint address) =>
        Line($"c=IN {(address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4")} {address.Address}");

    public SdpWriter Transport(LocalTransport local, string setup)
    {
        Line($"a=ice-ufrag:{local.Ice.Ufrag}").Line($"a=ice-pwd:{local.Ice.Password}");
        return Line($"a=fingerprint:{local.Fingerprint}").Line($"a=setup:{setup}");
    }

    public SdpWriter Codec(RtpCodec codec, IEnumerable<string> feedback)
    {
        Line($"a=rtpmap:{codec.PayloadType} {codec.Name}/{codec.ClockRate}{(codec.Channels > 1 ? $"/{codec.Channels}" : "")}");
        if (codec.Parameters.Length > 0)
            Line($"a=fmtp:{codec.PayloadType} {codec.Parameters}");
        foreach (var known in feedback)
            Line($"a=rtcp-fb:{codec.PayloadType} {known}");
        return this;
    }

    public SdpWriter Extensions(HeaderExtensions extensions)
    {
        foreach (var (extension, uri) in HeaderExtensions.Known)
            if (extensions.IdOf(extension) is > 0 and var id)
                Line($"a=extmap:{id} {uri}");
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>RFC 8445 §5.1.2: of component 1; the first of a kind is preferred.</summary>
    private static uint Priority(uint type, int local) => type << 24 | (uint)local << 8 | 255;
}

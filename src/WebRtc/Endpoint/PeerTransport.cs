using System.Net;
using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Srtp;
using WebRtc.Stun;

namespace WebRtc.Endpoint;

/// <summary>A peer's way through the network: who it is (ICE), its keys (DTLS), its packets opened (SRTP). It knows nothing of video.</summary>
internal sealed class PeerTransport(IceResponder ice, DtlsSession dtls, UdpPort port) : IDisposable
{
    private SrtpSession? _srtp;
    private SocketAddress? _to;

    /// <summary>Where the peer wants to be reached; null: it was not heard of.</summary>
    public TransportAddress? Remote { get; private set; }

    /// <summary>Of the last check that was authentic.</summary>
    public TimeSpan LastCheck { get; private set; }

    public IceResponder Ice => ice;

    public DtlsSession Dtls => dtls;

    public long Forged => _srtp?.Forged ?? 0;

    public long Replayed => _srtp?.Replayed ?? 0;

    /// <returns>Whether the address is the peer's.</returns>
    public bool OnCheck(in StunMessage check, TransportAddress from, TimeSpan now)
    {
        Span<byte> answer = stackalloc byte[256];
        var outcome = ice.Respond(check, from, answer, out var length);
        if (length > 0) port.Send(port.ToSocketAddress(from), answer[..length]);
        if (outcome is not (IceOutcome.Checked or IceOutcome.Nominated)) return false;
        if (Remote != from && (outcome == IceOutcome.Nominated || Remote is null)) (Remote, _to) = (from, port.ToSocketAddress(from));
        LastCheck = now;
        return true;
    }

    public void OnDtls(ReadOnlySpan<byte> datagram)
    {
        dtls.Receive(datagram);
        SendDtls();
        if (dtls.Keys is { } keys) _srtp ??= new(keys);
    }

    /// <returns>The packet, opened in place; empty: it was refused.</returns>
    public ReadOnlySpan<byte> Open(Span<byte> packet, bool isRtcp) =>
        _srtp is null ? default : packet[..(isRtcp ? _srtp.UnprotectRtcp(packet) : _srtp.Unprotect(packet))];

    /// <param name="buffer">The compound, and room for what protection adds.</param>
    public void SendRtcp(Span<byte> buffer, int length)
    {
        if (_srtp is not null && _to is not null) port.Send(_to, buffer[.._srtp.ProtectRtcp(buffer, length)]);
    }

    public void Advance()
    {
        dtls.HandleTimeout();
        SendDtls();
    }

    public void Dispose()
    {
        dtls.Close();
        SendDtls();
        dtls.Dispose();
        _srtp?.Dispose();
    }

    private void SendDtls()
    {
        while (dtls.TryTakeDatagram(out var datagram))
            if (_to is not null)
                port.Send(_to, datagram);
    }
}

using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Network;
using WebRtc.Srtp;
using WebRtc.Stun;

namespace WebRtc.Endpoint;

/// <summary>A peer's way through the network: who it is (ICE), its keys (DTLS), its packets opened (SRTP). It knows nothing of video.</summary>
internal sealed class PeerTransport(IceResponder ice, DtlsSession dtls) : IDisposable
{
    private SrtpSession? _srtp;
    private IPeerPath? _path;

    /// <summary>Where the peer wants to be reached; null: it was not heard of.</summary>
    public TransportAddress? Remote => _path?.Address;

    /// <summary>Of the last check that was authentic.</summary>
    public TimeSpan LastCheck { get; private set; }

    public IceResponder Ice => ice;

    public DtlsSession Dtls => dtls;

    public long Forged => _srtp?.Forged ?? 0;

    public long Replayed => _srtp?.Replayed ?? 0;

    /// <returns>Whether the address is the peer's.</returns>
    public bool OnCheck(in StunMessage check, IPeerPath path, TimeSpan now)
    {
        Span<byte> answer = stackalloc byte[256];
        var outcome = ice.Respond(check, path.Address, answer, out var length);
        if (length > 0)
            path.Send(answer[..length]);
        if (outcome is not (IceOutcome.Checked or IceOutcome.Nominated))
            return false;
        if (outcome == IceOutcome.Nominated || _path is null)
            _path = path;
        LastCheck = now;
        return true;
    }

    public void OnDtls(ReadOnlySpan<byte> datagram)
    {
        dtls.Receive(datagram);
        SendDtls();
        if (dtls.Keys is { } keys)
            _srtp ??= new(keys);
    }

    /// <returns>The packet, opened in place; empty: it was refused.</returns>
    public ReadOnlySpan<byte> Open(Span<byte> packet, bool isRtcp) =>
        _srtp is null ? default : packet[..(isRtcp ? _srtp.UnprotectRtcp(packet) : _srtp.Unprotect(packet))];

    /// <param name="buffer">The compound, and room for what protection adds.</param>
    public void SendRtcp(Span<byte> buffer, int length)
    {
        if (_srtp is not null)
            _path?.Send(buffer[.._srtp.ProtectRtcp(buffer, length)]);
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
            _path?.Send(datagram);
    }
}

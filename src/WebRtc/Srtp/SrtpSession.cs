using System.Buffers.Binary;
using WebRtc.Dtls;
using WebRtc.Srtp.Native;

namespace WebRtc.Srtp;

/// <summary>Protects what is sent to one peer and opens what comes from it, in place; RFC 3711. One thread at a time.</summary>
internal sealed unsafe class SrtpSession(SrtpKeys keys) : IDisposable
{
    /// <summary>What protection may add to a packet.</summary>
    public const int MaxTrailer = 32;

    /// <summary>Streams of one peer. libsrtp keeps a state for each, so a peer that makes up sources is stopped.</summary>
    private const int MaxSources = 16;

    // The shortest RTCP packet with its sender's SSRC, and an RTP header.
    private const int MinRtcp = 8, MinRtp = 12;

    private readonly SrtpHandle _inbound = new(keys.Profile, keys.Remote, LibSrtp.AnyInbound);
    private readonly SrtpHandle _outbound = new(keys.Profile, keys.Local, LibSrtp.AnyOutbound);
    private readonly uint[] _sources = new uint[MaxSources];
    private int _sourceCount;

    /// <summary>Not made with the peer's key, or changed on their way, or of a source too many.</summary>
    public long Forged { get; private set; }

    public long Replayed { get; private set; }

    /// <returns>The packet's length now; 0: it was refused and counted.</returns>
    public int Unprotect(Span<byte> packet) => packet.Length < MinRtp ? Refuse() : Open(packet, BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), isRtcp: false);

    public int UnprotectRtcp(Span<byte> packet) => packet.Length < MinRtcp ? Refuse() : Open(packet, BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), isRtcp: true);

    /// <param name="buffer">The packet, and <see cref="MaxTrailer"/> bytes of room.</param>
    /// <returns>The packet's length now.</returns>
    public int Protect(Span<byte> buffer, int length) => Seal(buffer, length, isRtcp: false);

    public int ProtectRtcp(Span<byte> buffer, int length) => Seal(buffer, length, isRtcp: true);

    public void Dispose()
    {
        _inbound.Dispose();
        _outbound.Dispose();
    }

    private int Open(Span<byte> packet, uint ssrc, bool isRtcp)
    {
        var isKnown = _sources.AsSpan(0, _sourceCount).Contains(ssrc);
        if (!isKnown && _sourceCount == MaxSources)
            return Refuse();
        var length = packet.Length;
        int status;
        fixed (byte* bytes = packet)
            status = isRtcp ? LibSrtp.srtp_unprotect_rtcp(_inbound, bytes, &length) : LibSrtp.srtp_unprotect(_inbound, bytes, &length);
        if (status == LibSrtp.Ok)
        {
            if (!isKnown)
                _sources[_sourceCount++] = ssrc;
            return length;
        }
        if (status is not (LibSrtp.Replayed or LibSrtp.ReplayedOld))
            return Refuse();
        Replayed++;
        return 0;
    }

    private int Refuse()
    {
        Forged++;
        return 0;
    }

    private int Seal(Span<byte> buffer, int length, bool isRtcp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, buffer.Length - MaxTrailer);
        int status;
        fixed (byte* bytes = buffer)
            status = isRtcp ? LibSrtp.srtp_protect_rtcp(_outbound, bytes, &length) : LibSrtp.srtp_protect(_outbound, bytes, &length);
        return status == LibSrtp.Ok ? length : throw new WebRtcException($"libsrtp: a packet of ours could not be protected (status {status})");
    }
}

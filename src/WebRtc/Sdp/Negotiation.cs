using System.Net;
using Media;
using WebRtc.Dtls;
using WebRtc.Ice;
using WebRtc.Rtp;

namespace WebRtc.Sdp;

/// <summary>What both sides can do: one codec for the video, its repeats, the feedback and the header extensions.</summary>
/// <param name="Audio">Answered, so that the offer stands as a whole; its packets are not used.</param>
/// <param name="Rtx">Null: repeats come as they were.</param>
/// <param name="Feedback">Of the codec, as both know it.</param>
internal sealed record Negotiation(
    RemoteDescription Remote, RemoteMedia Video, RemoteMedia? Audio, VideoCodec Codec, RtpCodec Payload, RtpCodec? Rtx,
    IReadOnlyList<string> Feedback, HeaderExtensions Extensions)
{
    public bool HasNack => Feedback.Contains("nack");

    public bool HasPli => Feedback.Contains("nack pli");

    public bool HasFir => Feedback.Contains("ccm fir");

    public bool HasTransportCc => Feedback.Contains("transport-cc");

    public bool HasRemb => Feedback.Contains("goog-remb");
}

/// <summary>Where and as whom we are reached.</summary>
/// <param name="Addresses">As candidates, the best first.</param>
/// <param name="TcpAddresses">Where connections are taken; the worse way, so behind the others.</param>
internal sealed record LocalTransport(
    IceCredentials Ice, DtlsFingerprint Fingerprint, IReadOnlyList<IPEndPoint> Addresses, IReadOnlyList<IPEndPoint> TcpAddresses);

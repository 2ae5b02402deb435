using Media;
using WebRtc.Rtp;

namespace WebRtc.Sdp;

/// <summary>The offer of one who publishes a video: what the load tool and the tests send.</summary>
internal static class OfferWriter
{
    public const string Mid = "0";

    public const int PayloadType = 96, RtxPayloadType = 97;

    public static readonly HeaderExtensions Extensions = new(Mid: 1, AbsSendTime: 2, TransportCc: 3, AbsCaptureTime: 4);

    public static string Write(VideoCodec codec, LocalTransport local, uint ssrc, uint rtxSsrc)
    {
        var parameters = codec == VideoCodec.H264 ? "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" : "";
        var media = new RtpCodec(PayloadType, VideoCodecs.NameOf(codec), VideoCodecs.ClockRate, parameters, []);
        var rtx = new RtpCodec(RtxPayloadType, "rtx", VideoCodecs.ClockRate, $"apt={PayloadType}", []);
        return new SdpWriter().Session().Bundle([Mid])
            .Line($"m=video 9 UDP/TLS/RTP/SAVPF {PayloadType} {RtxPayloadType}").Line("c=IN IP4 0.0.0.0")
            .Transport(local, "actpass").Line($"a=mid:{Mid}").Line("a=sendonly").Line("a=rtcp-mux").Line("a=rtcp-rsize")
            .Extensions(Extensions)
            .Codec(media, ["nack", "nack pli", "ccm fir", "transport-cc", "goog-remb"]).Codec(rtx, [])
            .Line($"a=ssrc-group:FID {ssrc} {rtxSsrc}").Line($"a=ssrc:{ssrc} cname:publisher").Line($"a=ssrc:{rtxSsrc} cname:publisher")
            .ToString();
    }
}

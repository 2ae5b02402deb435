namespace Testing;

/// <summary>Offers as browsers and tools write them, shortened to what matters.</summary>
internal static class OfferVectors
{
    public const string Fingerprint =
        "sha-256 5B:2A:1C:99:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BC";

    /// <summary>Audio and video, every codec twice, transport attributes in each section.</summary>
    public static string Chromium => $"""
        v=0
        o=- 4386417316563512312 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS 3f1c
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:1 1 udp 2113937151 192.0.2.7 51234 typ host generation 0 network-cost 999
        {Transport}
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendonly
        a=msid:3f1c 8d2e
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=ssrc:11 cname:x
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 107 108 98 99 45 46
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        {Transport}
        a=mid:1
        a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:13 urn:3gpp:video-orientation
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:15 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time
        a=sendonly
        a=msid:3f1c 9a7b
        a=rtcp-mux
        a=rtcp-rsize
        {Codec(96, "VP8")}
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        {Codec(103, "H264", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f")}
        a=rtpmap:104 rtx/90000
        a=fmtp:104 apt=103
        {Codec(107, "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f;sprop-parameter-sets=Z0LAHg==,aM4=")}
        a=rtpmap:108 rtx/90000
        a=fmtp:108 apt=107
        {Codec(98, "VP9", "profile-id=2")}
        a=rtpmap:99 rtx/90000
        a=fmtp:99 apt=98
        {Codec(45, "AV1", "level-idx=5;profile=0;tier=0")}
        a=rtpmap:46 rtx/90000
        a=fmtp:46 apt=45
        a=ssrc-group:FID 2231 2232
        a=ssrc:2231 cname:x
        a=ssrc:2232 cname:x
        """.Replace("\n", "\r\n", StringComparison.Ordinal);

    /// <summary>Video alone, without a bundle, the transport at the session's level, REMB only.</summary>
    public static string Simple => $"""
        v=0
        o=- 1 1 IN IP4 0.0.0.0
        s=-
        t=0 0
        {Transport}
        m=video 9 UDP/TLS/RTP/SAVPF 100
        a=sendrecv
        a=rtcp-mux
        a=rtpmap:100 VP8/90000
        a=rtcp-fb:* nack
        a=rtcp-fb:100 goog-remb
        """;

    private static string Transport => $"""
        a=ice-ufrag:yHq2
        a=ice-pwd:0bq8mWf/9bL1xTGGbZ2TfyQe
        a=ice-options:trickle
        a=fingerprint:{Fingerprint}
        a=setup:actpass
        """;

    private static string Codec(int type, string name, string? parameters = null) => $"""
        a=rtpmap:{type} {name}/90000
        a=rtcp-fb:{type} goog-remb
        a=rtcp-fb:{type} transport-cc
        a=rtcp-fb:{type} ccm fir
        a=rtcp-fb:{type} nack
        a=rtcp-fb:{type} nack pli
        {(parameters is null ? "a=x" : $"a=fmtp:{type} {parameters}")}
        """;
}

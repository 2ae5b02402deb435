using System.Text;
using FFmpeg.Rtsp;
using Xunit;

namespace FFmpeg.Tests.Rtsp;

public class RtspParserTests
{
    [Theory]
    [InlineData("rtsp://camera/live", "camera", 554, "rtsp://camera/live", null, null)]
    [InlineData("RTSPS://10.0.0.7/live?x=1", "10.0.0.7", 322, "rtsps://10.0.0.7/live?x=1", null, null)]
    [InlineData("rtsp://admin:s@cret:1@camera:8554/a@b?tcp", "camera", 8554, "rtsp://camera:8554/a@b", "admin", "s@cret:1")]
    [InlineData("rtsp://us%40er:p%2Fw@[::1]:554", "::1", 554, "rtsp://[::1]:554", "us@er", "p/w")]
    [InlineData("rtsp://token@camera/cam?channel=1&udp&subtype=0#part", "camera", 554, "rtsp://camera/cam?channel=1&subtype=0", "token", "")]
    public void A_URL_is_taken_apart(string url, string host, int port, string request, string? user, string? password)
    {
        var address = RtspAddress.Parse(url)!;
        Assert.Equal((host, port, request, user, password), (address.Host, address.Port, address.Url, address.Credentials?.User, address.Credentials?.Password));
    }

    [Theory, InlineData("http://camera/"), InlineData("rtsp://"), InlineData("rtsp://admin:p/w@camera/live"), InlineData("rtsp://camera:0/"), InlineData("rtsp://ca mera/"), InlineData("rtsp://camera:70000/")]
    public void What_has_no_host_is_none(string url) => Assert.Null(RtspAddress.Parse(url));

    [Fact]
    public void A_head_is_read_as_leniently_as_cameras_write_it()
    {
        var head = RtspHead.Parse("RTSP/1.0 401 Un\u0007authorized\nCSEQ:2\r\nWWW-Authenticate: Digest a=b,\r\n c=d\r\nWWW-Authenticate: Basic\r\nContent-length: 7\r\nnonsense\r\n\r\n"u8)!;
        Assert.Equal((401, "Unauthorized", 2, 7L, ""), (head.Status, head.Reason, head.Sequence, head.BodyBytes, head.Method));
        Assert.Equal(["Digest a=b, c=d", "Basic"], head.All("www-authenticate"));
        Assert.Equal("OPTIONS", RtspHead.Parse("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8)!.Method);
        Assert.All(["HTTP/1.1 200 OK\r\n\r\n", "RTSP/1.0\r\n\r\n", "RTSP/1.0 9 x\r\n\r\n", "\r\n\r\n", new string('x', RtspHead.MaxBytes + 1)], text => Assert.Null(RtspHead.Parse(Encoding.ASCII.GetBytes(text))));
    }

    [Theory]
    [InlineData("$", "Incomplete 0")]
    [InlineData("$\u0001\0\u0002a", "Incomplete 0")]
    [InlineData("$\u0001\0\u0002abRTSP", "Packet 6")]
    [InlineData("RTSP/1.0 200 OK\r\n", "Incomplete 0")]
    [InlineData("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n$", "Head 28")]
    [InlineData("RTSP/1.0 200 OK\nCSeq: 1\n\nx", "Head 25")]
    [InlineData("OPTIONS * RTSP/1.0\r\n\r\n", "Head 22")]
    [InlineData("GARBAGE\n$\0\0\u000c\u0080", "Junk 8")]
    [InlineData("\r\nRTSP/1.0 200 OK", "Junk 2")]
    [InlineData("\0\u0001gar$\0\0bageRTSP/1.", "Junk 12")]
    [InlineData("\0\u0001garbage$", "Junk 9")]
    public void Packets_and_messages_of_a_connection_are_told_apart(string bytes, string first)
    {
        var frame = RtspFraming.First(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(first, $"{frame.Part} {frame.End}");
    }

    [Fact]
    public void Of_a_session_description_the_video_is_taken()
    {
        var description = SessionDescription.Parse(
            "v=0\r\ns=x\r\na=control:rtsp://camera/base/\r\nm=audio 0 RTP/AVP 8\r\na=control:a\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 h264/90000\r\na=fmtp:96 profile-level-id=42;sprop-parameter-sets=Z0LAHtkBQFvywA,aMuBcsg\r\na=control:trackID=2\nm=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\n",
            out var others)!;
        Assert.Equal(["audio PCMA", "application VND.ONVIF.METADATA"], others);
        Assert.Equal(("H264", "trackID=2", "rtsp://camera/base/", true, false), (description.Encoding, description.Control, description.SessionControl, description.HasParameterSets, description.IsEncrypted));
        Assert.Equal("v=0\r\ns=x\r\na=control:rtsp://camera/base/\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 h264/90000\r\na=fmtp:96 profile-level-id=42;sprop-parameter-sets=Z0LAHtkBQFvywA,aMuBcsg\r\na=control:trackID=2\r\n", description.Text);
        Assert.Null(SessionDescription.Parse("v=0\r\nm=audio 0 RTP/AVP 0\r\n", out others));
        Assert.Equal(["audio PCMU"], others);
    }

    [Theory]
    [InlineData("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=1", "H264", false)]
    [InlineData("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 sprop-parameter-sets=Z,,=", "H264", false)]
    [InlineData("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 sprop-parameter-sets=aMuBcsg=", "H264", false)]
    [InlineData("m=video 0 RTP/AVP 98\na=rtpmap:98 H265/90000\na=fmtp:98 sprop-vps=QAEMAf//; sprop-sps=QgEBAWAAAAM=", "H265", true)]
    [InlineData("m=video 0 RTP/AVP 98\na=rtpmap:98 H265/90000", "H265", false)]
    [InlineData("m=video 0 RTP/AVP 26", "JPEG", true)]
    [InlineData("m=video", "", true)]
    public void It_says_whether_a_decoder_can_begin_without_a_key_frame(string text, string encoding, bool known)
    {
        var description = SessionDescription.Parse(text, out _)!;
        Assert.Equal((encoding, known), (description.Encoding, description.HasParameterSets));
    }

    [Theory]
    [InlineData("rtsp://c/s", "trackID=1", "rtsp://c/s/trackID=1")]
    [InlineData("rtsp://c/s/", "trackID=1", "rtsp://c/s/trackID=1")]
    [InlineData("rtsp://c/s", "/trackID=1", "rtsp://c/s/trackID=1")]
    [InlineData("rtsp://c/cam?channel=1", "trackID=0", "rtsp://c/cam?channel=1/trackID=0")]
    [InlineData("rtsp://c/s", "RTSP://10.0.0.7/s/1", "RTSP://10.0.0.7/s/1")]
    [InlineData("rtsp://c/s", "*", "rtsp://c/s")]
    public void A_control_is_joined_to_its_base(string baseUrl, string control, string url) => Assert.Equal(url, SessionDescription.Resolve(baseUrl, control));

    [Theory]
    [InlineData("RTP/AVP/TCP;unicast;interleaved=4-5", true, true, 4)]
    [InlineData("RTP/AVP/TCP;unicast", true, true, 0)]
    [InlineData(null, true, true, 0)]
    [InlineData("RTP/AVP/TCP;interleaved=999", true, true, 0)]
    [InlineData("RTP/AVP;unicast;client_port=1-2;server_port=6970-6971", true, false, 0)]
    [InlineData("RTP/AVP;unicast;server_port=6970-6971", false, false, 0)]
    [InlineData(null, false, false, 0)]
    public void What_transport_a_camera_chose(string? header, bool askedForTcp, bool isTcp, int channel)
    {
        var reply = TransportReply.Parse(header, askedForTcp);
        Assert.Equal((isTcp, channel), (reply.IsTcp, reply.Channel));
        Assert.Equal(header?.Contains("6970") == true ? 6970 : 0, reply.ServerPort);
    }

    // Payloads: H.264 SPS; fragment of one, its first and its next; STAP-A with SPS second; PPS; IDR. H.265: VPS; AP with SPS; fragment; IDR.
    [Theory]
    [InlineData("H264", "67 42", true), InlineData("H264", "7C 87 42", true), InlineData("H264", "7C 07 42", false), InlineData("H264", "78 00 02 68 CE 00 02 67 42", true)]
    [InlineData("H264", "68 CE", false), InlineData("H264", "65 88", false), InlineData("H264", "78 FF FF 68", false), InlineData("H264", "", false)]
    [InlineData("H265", "40 01 0C", true), InlineData("H265", "60 01 00 02 44 01 00 03 42 01 01", true), InlineData("H265", "62 01 A1", true), InlineData("H265", "26 01 AF", false)]
    [InlineData("JPEG", "00", true), InlineData("", "", true)]
    public void Where_a_stream_without_parameter_sets_begins(string encoding, string payload, bool begins)
    {
        var bytes = Convert.FromHexString(payload.Replace(" ", ""));
        byte[] header = [0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(begins, KeyStart.Is(encoding, [.. header, .. bytes]));
        // With a CSRC and an extension of one word.
        Assert.Equal(begins, KeyStart.Is(encoding, [0x91, .. header[1..], 1, 2, 3, 4, 0xBE, 0xDE, 0, 1, 9, 9, 9, 9, .. bytes]));
        Assert.Equal(bytes.Length > 0, KeyStart.IsRtp([.. header, .. bytes]));
        Assert.False(KeyStart.IsRtp([0x80, 200, .. header[2..], 1]));
    }
}

using System.Text;
using FFmpeg.Rtsp;
using Xunit;

namespace Fuzz.Targets;

/// <summary>What a camera sends by RTSP: framing, heads, challenges, session descriptions, packets.</summary>
public sealed class RtspTarget : FuzzTarget
{
    private const string Description = "v=0\r\ns=x\r\na=control:*\r\nm=audio 0 RTP/AVP 8\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 sprop-parameter-sets=Z0LAHtkBQFvywA==,aMuBcsg=\r\na=control:trackID=1\r\n";

    public override IEnumerable<byte[]> Seeds =>
    [
        Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Base: rtsp://c/s/\r\nContent-Length: {Description.Length}\r\n\r\n{Description}"),
        Encoding.ASCII.GetBytes("RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\", opaque=\"o\", algorithm=SHA-256, Basic realm=\"b\\\"\"\r\n\r\n"),
        Encoding.ASCII.GetBytes("RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1;source=::1\r\nSession: 1;timeout=60\r\n\r\n$\0\0\u0010"),
        [(byte)'$', 0, 0, 16, 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x78, 0, 1, 0x67],
    ];

    public override IEnumerable<string> Tokens =>
        ["$", "RTSP/1.0 ", "\r\n\r\n", "WWW-Authenticate: ", "Digest ", "Basic ", "nonce=\"", "algorithm=", "-sess", "stale=true", "Content-Length: ", "Transport: ", "interleaved=", "m=video ", "a=rtpmap:", "sprop-sps=", "a=control:", "Location: rtsp://"];

    public override bool Feed(byte[] input)
    {
        var accepted = false;
        for (var rest = input.AsSpan(); !rest.IsEmpty;)
        {
            var frame = RtspFraming.First(rest);
            Assert.InRange(frame.End, frame.Part == RtspPart.Incomplete ? 0 : 1, rest.Length);
            if (frame.Part is RtspPart.Incomplete)
                break;
            var content = rest.Slice(frame.Start, frame.Length);
            rest = rest[frame.End..];
            if (frame.Part is RtspPart.Packet)
            {
                accepted = true;
                foreach (var encoding in (string[])["H264", "H265", "JPEG"])
                    KeyStart.Is(encoding, content);
            }
            else if (frame.Part is RtspPart.Head && RtspHead.Parse(content) is { } head)
            {
                accepted = true;
                Read(head, Encoding.Latin1.GetString(rest));
            }
        }

        return accepted;
    }

    private static void Read(RtspHead head, string body)
    {
        var login = new Login(new("user", "password"));
        var challenges = Challenge.Parse(head.All("WWW-Authenticate"));
        while (login.Take(challenges) == LoginStep.Again)
        {
            var header = login.Header("DESCRIBE", "rtsp://camera/");
            Assert.NotNull(header);
            Assert.DoesNotContain('\n', header);
            Assert.DoesNotContain("password", header.StartsWith("Basic", StringComparison.Ordinal) ? "" : header.Split("response=")[0].Split("realm=")[0]);
        }

        TransportReply.Parse(head["Transport"], askedForTcp: true);
        RtspAddress.Parse(head["Location"] ?? "");
        if (SessionDescription.Parse(body, out _) is { } description)
            SessionDescription.Resolve("rtsp://camera/", description.Control);
    }
}

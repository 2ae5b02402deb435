using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Streaming;

namespace Load.Flapping;

/// <summary>A second of video in the forms that the cameras send it, made by the ffmpeg tool.</summary>
internal sealed class FlappingMedia
{
    public const string Sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=flapping\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:trackID=0\r\n";

    private const string H264 = "-c:v libx264 -preset ultrafast -tune zerolatency -g 5 -pix_fmt yuv420p -bsf:v h264_metadata=aud=insert";

    // 25 frames/s at 90 kHz.
    private const uint FrameTicks = 3600;

    // H.264, table 7-1: an access unit delimiter begins a picture.
    private const int Delimiter = 9;

    public byte[] Transport { get; } = Make($"{H264} -f mpegts");

    public byte[] MotionJpeg { get; } = Make("-c:v mjpeg -f mpjpeg -boundary_tag frame");

    /// <summary>RTP packets as RTSP interleaves them with its answers.</summary>
    public byte[] Rtp { get; } = Packetise(Make($"{H264} -f h264"));

    private static byte[] Make(string output)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", $"-nostdin -v error -f lavfi -i testsrc2=size=96x64:rate=25 -frames:v 25 {output} -") { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(bytes);
        ffmpeg.WaitForExit();
        return ffmpeg.ExitCode == 0 ? bytes.ToArray() : throw new UserException("ffmpeg could not make the cameras' video");
    }

    /// <summary>A NAL unit a packet (RFC 6184, 5.6): they are far below 64 KB.</summary>
    private static byte[] Packetise(byte[] annexB)
    {
        using var packets = new MemoryStream();
        ushort sequence = 0;
        var time = 0u;
        foreach (var unit in Units(annexB))
        {
            if ((unit[0] & 0x1F) == Delimiter)
                time += FrameTicks;
            // '$', channel, length; then version 2, payload type 96, sequence, time, SSRC (RFC 3550, 5.1). No marker: players tell pictures by their time.
            var head = new byte[16];
            (head[0], head[4], head[5], head[15]) = ((byte)'$', 0x80, 96, 1);
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(12 + unit.Length));
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6), sequence++);
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), time);
            packets.Write(head);
            packets.Write(unit);
        }

        return packets.ToArray();
    }

    /// <summary>Between start codes of three bytes or four.</summary>
    private static IEnumerable<byte[]> Units(byte[] annexB) => Encoding.Latin1.GetString(annexB).Split("\0\0\u0001")
        .Select(unit => unit.TrimEnd('\0')).Where(unit => unit.Length > 0).Select(Encoding.Latin1.GetBytes);
}

namespace FFmpeg.Rtsp;

internal enum RtspPart
{
    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>An RTP or RTCP packet.</summary>
    Packet,

    /// <summary>First line and headers of a message.</summary>
    Head,

    /// <summary>Neither: to be passed over.</summary>
    Junk,
}

/// <summary>What stands first among the bytes of a connection.</summary>
/// <param name="Start">Where its content begins.</param>
/// <param name="Length">Of its content.</param>
internal readonly record struct RtspFrame(RtspPart Part, int Channel, int Start, int Length)
{
    internal int End => Start + Length;
}

/// <summary>Tells packets and messages of one connection apart (RFC 2326, 10.12).</summary>
/// <remarks>
///  0       1        2        4
/// +-------+--------+--------+- - - - - -+
/// |  '$'  | channel| length | packet    |      else: text up to an empty line
/// +-------+--------+--------+- - - - - -+
/// Some cameras write something else between the two: then it is gone on with at the next '$' that an RTP header follows, or the next answer.
/// </remarks>
internal static class RtspFraming
{
    internal const int HeaderBytes = 4;

    private const byte Dollar = (byte)'$';

    private static ReadOnlySpan<byte> Answer => "RTSP/1."u8;

    internal static RtspFrame First(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return new(RtspPart.Incomplete, 0, 0, 0);
        if (bytes[0] == Dollar)
            return bytes.Length >= HeaderBytes && LengthOf(bytes) is var length && bytes.Length >= HeaderBytes + length
                ? new(RtspPart.Packet, bytes[1], HeaderBytes, length)
                : new(RtspPart.Incomplete, 0, 0, 0);
        return bytes[0] is >= (byte)'A' and <= (byte)'Z' ? Text(bytes) : Junk(bytes);
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes) => (bytes[2] << 8) | bytes[3];

    private static RtspFrame Text(ReadOnlySpan<byte> bytes)
    {
        var line = bytes.IndexOf((byte)'\n');
        if (line >= 0 && bytes[..line].IndexOf("RTSP/"u8) < 0)
            return Junk(bytes);
        if (line >= 0 && EndOfHead(bytes) is var end and > 0)
            return new(RtspPart.Head, 0, 0, end);
        return bytes.Length > RtspHead.MaxBytes ? Junk(bytes) : new(RtspPart.Incomplete, 0, 0, 0);
    }

    /// <summary>Behind the empty line; 0 where there is none yet.</summary>
    private static int EndOfHead(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; bytes[at..].IndexOf((byte)'\n') is var feed and >= 0;)
        {
            at += feed + 1;
            if (at < bytes.Length && bytes[at] == '\n')
                return at + 1;
            if (at + 1 < bytes.Length && bytes[at] == '\r' && bytes[at + 1] == '\n')
                return at + 2;
        }

        return 0;
    }

    private static RtspFrame Junk(ReadOnlySpan<byte> bytes)
    {
        for (var at = 1; at < bytes.Length; at++)
        {
            var rest = bytes[at..];
            // What is cut off at the end of the bytes is looked at again with those that follow.
            if (rest[0] == Dollar && (rest.Length <= HeaderBytes || rest[HeaderBytes] >> 6 == 2)
                || rest[0] == Answer[0] && Answer.StartsWith(rest[..Math.Min(rest.Length, Answer.Length)]))
                return new(RtspPart.Junk, 0, 0, at);
        }

        return new(RtspPart.Junk, 0, 0, bytes.Length);
    }
}

using System.Buffers.Binary;

namespace WebRtc.Rtcp;

/// <summary>One packet of a compound; RFC 3550 §6.4.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
/// |V=2|P| count   |      PT       |   length in words, less one   |
/// </code>
/// </remarks>
/// <param name="count">Report count or feedback format.</param>
/// <param name="body">What follows the first word, without padding.</param>
internal readonly ref struct RtcpPacket(RtcpType type, int count, ReadOnlySpan<byte> body)
{
    public const int HeaderLength = 4;

    public RtcpType Type { get; } = type;

    public int Count { get; } = count;

    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>SSRC of the sender; every type used here begins with it.</summary>
    public uint Sender => UInt32At(0);

    /// <summary>Of feedback: the source it is about.</summary>
    public uint Media => UInt32At(4);

    public bool IsTransportFeedback(int format) => Type == RtcpType.TransportFeedback && Count == format && Body.Length >= 8;

    public bool IsPayloadFeedback(int format) => Type == RtcpType.PayloadFeedback && Count == format && Body.Length >= 8;

    /// <summary>0 where the body is too short.</summary>
    private uint UInt32At(int at) => Body.Length >= at + 4 ? BinaryPrimitives.ReadUInt32BigEndian(Body[at..]) : 0;
}

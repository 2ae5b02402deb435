using System.Buffers;
using System.Buffers.Binary;

namespace GrpcHosting.Framing;

internal enum FrameState
{
    /// <summary>More bytes are needed.</summary>
    Partial,
    Whole,
    TooLarge,

    /// <summary>The first byte is neither 0 nor 1.</summary>
    BadFlag,
}

/// <summary>A length-prefixed message, as the gRPC protocol over HTTP/2 defines it.</summary>
/// <remarks>
/// <code>
/// +------------+-------------------------+-----------------+
/// | flag (8)   | length (32, big-endian) | message (length)|
/// +------------+-------------------------+-----------------+
/// </code>
/// Flag 1: the message is compressed as grpc-encoding says. The length is judged before a byte of the message is waited for.
/// </remarks>
internal readonly struct MessageFrame
{
    public const int PrefixLength = 5;

    private MessageFrame(FrameState state) => State = state;

    public FrameState State { get; }

    public bool Compressed { get; private init; }

    /// <summary>As the prefix tells it; of a frame that is whole or too large.</summary>
    public uint Length { get; private init; }

    public ReadOnlySequence<byte> Message { get; private init; }

    public static MessageFrame Read(in ReadOnlySequence<byte> buffer, int maxLength)
    {
        if (buffer.IsEmpty)
            return new(FrameState.Partial);
        if (buffer.FirstSpan[0] > 1)
            return new(FrameState.BadFlag);
        if (buffer.Length < PrefixLength)
            return new(FrameState.Partial);

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > (uint)maxLength)
            return new(FrameState.TooLarge) { Length = length };
        if (buffer.Length - PrefixLength < length)
            return new(FrameState.Partial);
        return new(FrameState.Whole) { Compressed = prefix[0] == 1, Length = length, Message = buffer.Slice(PrefixLength, length) };
    }

    public static void WritePrefix(IBufferWriter<byte> output, bool compressed, int length)
    {
        var prefix = output.GetSpan(PrefixLength);
        prefix[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
        output.Advance(PrefixLength);
    }
}

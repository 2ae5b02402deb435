using System.Buffers.Binary;

namespace WebRtc.Tests.Dtls;

/// <summary>Fragments a handshake record over two datagrams, as Chromium's long hello comes; RFC 6347 §4.2.3.</summary>
internal static class HelloInTwo
{
    private const int RecordHeader = 13, HandshakeHeader = 12;

    private const byte Handshake = 22, ClientHello = 1;

    /// <summary>Other datagrams stay as they are.</summary>
    public static IEnumerable<byte[]> Split(byte[] datagram)
    {
        if (datagram[0] != Handshake || datagram[RecordHeader] != ClientHello)
            return [datagram];
        var body = datagram[(RecordHeader + HandshakeHeader)..];
        var half = body.Length / 2;
        return [Fragment(datagram, body, 0, half, sequence: 0), Fragment(datagram, body, half, body.Length - half, sequence: 1)];
    }

    private static byte[] Fragment(byte[] datagram, byte[] body, int offset, int length, byte sequence)
    {
        byte[] fragment = [.. datagram[..(RecordHeader + HandshakeHeader)], .. body.AsSpan(offset, length)];
        fragment[10] = sequence;
        BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(11), (ushort)(HandshakeHeader + length));
        // Three bytes each: offset and length of the fragment.
        fragment[RecordHeader + 6] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(RecordHeader + 7), (ushort)offset);
        fragment[RecordHeader + 9] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(RecordHeader + 10), (ushort)length);
        return fragment;
    }
}

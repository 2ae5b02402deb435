using System.Buffers.Binary;

namespace WebRtc.Network;

/// <summary>Finds datagrams in what comes over a connection; RFC 4571 §2. Its buffer is all that a connection may keep here.</summary>
/// <remarks><code>| length (16) | datagram ... | length (16) | datagram ...</code></remarks>
internal sealed class FrameReader
{
    public const int HeaderLength = sizeof(ushort);

    private readonly byte[] _buffer = new byte[2 * (HeaderLength + UdpPort.MaxDatagram)];
    private int _start, _end;

    /// <summary>A length was told that no datagram of a peer has: nothing behind it can be found.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where the next bytes go; never empty while every datagram is taken.</summary>
    public Memory<byte> Room
    {
        get
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            return _buffer.AsMemory(_end);
        }
    }

    /// <param name="count">Bytes that came into <see cref="Room"/>.</param>
    public void Advance(int count) => _end += count;

    /// <param name="datagram">Valid until <see cref="Room"/> is asked for.</param>
    public bool TryTake(out Span<byte> datagram)
    {
        datagram = default;
        var waiting = _buffer.AsSpan(_start.._end);
        if (IsBroken || waiting.Length < HeaderLength)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(waiting);
        IsBroken = length > UdpPort.MaxDatagram;
        if (IsBroken || waiting.Length < HeaderLength + length)
            return false;
        datagram = waiting.Slice(HeaderLength, length);
        _start += HeaderLength + length;
        return true;
    }
}

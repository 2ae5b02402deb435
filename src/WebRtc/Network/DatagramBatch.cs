using System.Net.Sockets;
using WebRtc.Network.Native;
using WebRtc.Stun;

namespace WebRtc.Network;

/// <summary>Takes as many datagrams as wait by one call; Linux. The memory is its own, for good, and is pinned.</summary>
internal sealed unsafe class DatagramBatch
{
    /// <summary>At 200 publishers of 1 Mbit/s these are 3 ms.</summary>
    private const int Capacity = 64;

    /// <summary>sockaddr_in6.</summary>
    private const int NameLength = 28;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity * UdpPort.MaxDatagram, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(Capacity * NameLength, pinned: true);
    private readonly LibC.Buffer[] _buffers = GC.AllocateArray<LibC.Buffer>(Capacity, pinned: true);
    private readonly LibC.Message[] _messages = GC.AllocateArray<LibC.Message>(Capacity, pinned: true);
    private readonly AddressFamily _family;

    public DatagramBatch(AddressFamily family)
    {
        _family = family;
        fixed (byte* bytes = _bytes, names = _names)
        fixed (LibC.Buffer* buffers = _buffers)
            for (var i = 0; i < Capacity; i++)
            {
                _buffers[i] = new() { Bytes = bytes + i * UdpPort.MaxDatagram, Length = UdpPort.MaxDatagram };
                _messages[i].Header = new() { Name = names + i * NameLength, Buffers = buffers + i, BufferCount = 1 };
            }
    }

    /// <summary>Waits until there is one.</summary>
    /// <returns>How many there are; below 0: a fault of the socket's.</returns>
    public int Receive(SafeSocketHandle socket)
    {
        // The call tells by this how long each address is.
        foreach (ref var message in _messages.AsSpan())
            message.Header.NameLength = NameLength;
        fixed (LibC.Message* messages = _messages)
            return LibC.recvmmsg(socket, messages, Capacity, LibC.WaitForOne, 0);
    }

    public Span<byte> this[int index] => _bytes.AsSpan(index * UdpPort.MaxDatagram, (int)_messages[index].Length);

    public TransportAddress From(int index) => TransportAddress.From(_names.AsSpan(index * NameLength, NameLength), _family);
}

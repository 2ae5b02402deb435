using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WebRtc.Network.Native;

/// <summary>What Linux can do with sockets that .NET has no call for.</summary>
internal static unsafe partial class LibC
{
    /// <summary>Waits for the first datagram, and takes what else is there.</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>Of setsockopt: SOL_SOCKET, and SO_RCVBUFFORCE, which goes past net.core.rmem_max where the process may.</summary>
    public const int SocketLevel = 1, ForceReceiveBuffer = 33;

    /// <returns>Datagrams received; below 0: none, for the reason in errno.</returns>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int recvmmsg(SafeSocketHandle socket, Message* messages, uint count, int flags, nint timeout);

    /// <summary>struct iovec.</summary>
    public struct Buffer
    {
        public byte* Bytes;
        public nuint Length;
    }

    /// <summary>struct mmsghdr.</summary>
    public struct Message
    {
        public Header Header;
        public uint Length;
    }

    /// <summary>struct msghdr.</summary>
    public struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Buffer* Buffers;
        public nuint BufferCount;
        public nint Control;
        public nuint ControlLength;
        public int Flags;
    }
}

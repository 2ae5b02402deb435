using System.Buffers;

namespace GrpcHosting.Tests.Framing;

internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    /// <summary>The worst way in which bytes can come.</summary>
    public static ReadOnlySequence<byte> ByteByByte(byte[] bytes)
    {
        if (bytes.Length == 0)
            return default;
        var first = new Segments { Memory = bytes.AsMemory(0, 1) };
        var last = first;
        for (var at = 1; at < bytes.Length; at++)
        {
            var next = new Segments { Memory = bytes.AsMemory(at, 1), RunningIndex = at };
            last.Next = next;
            last = next;
        }
        return new(first, 0, last, 1);
    }
}

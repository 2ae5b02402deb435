using WebRtc.Network;
using WebRtc.Rtp;

namespace WebRtc.Jitter;

/// <summary>Packets that came before one that is still missing: a ring by sequence number. In order, nothing is stored.</summary>
internal sealed class ReorderBuffer
{
    /// <summary>Half a second of 20 Mbit/s in packets of 1,200 bytes.</summary>
    public const int Capacity = 1024;

    /// <summary>Of the bytes that are kept for the next packets: what waits for one lost packet, and not for a burst of them.</summary>
    private const int MaxFree = 64;

    private readonly Slot[] _slots = new Slot[Capacity];
    private readonly Stack<byte[]> _free = new(MaxFree);

    public int Count { get; private set; }

    public bool Has(long sequence) => _slots[sequence % Capacity] is { Bytes: not null } slot && slot.Sequence == sequence;

    /// <summary>The caller sees to it that the sequence numbers stored lie within <see cref="Capacity"/>.</summary>
    public void Store(long sequence, in RtpHeader header, ReadOnlySpan<byte> payload, TimeSpan arrival)
    {
        if (!_free.TryPop(out var bytes) || bytes.Length < payload.Length)
            bytes = new byte[Math.Max(payload.Length, UdpPort.MaxDatagram)];
        payload.CopyTo(bytes);
        _slots[sequence % Capacity] = new(sequence, header, bytes, payload.Length, arrival);
        Count++;
    }

    /// <summary>Takes a packet out. It must be given back with <see cref="Return"/>.</summary>
    public bool TryTake(long sequence, out Slot slot)
    {
        slot = default;
        if (!Has(sequence))
            return false;
        slot = _slots[sequence % Capacity];
        _slots[sequence % Capacity] = default;
        Count--;
        return true;
    }

    public void Return(in Slot slot)
    {
        if (_free.Count < MaxFree)
            _free.Push(slot.Bytes!);
    }

    internal readonly record struct Slot(long Sequence, RtpHeader Header, byte[]? Bytes, int Length, TimeSpan Arrival)
    {
        public ReadOnlySpan<byte> Payload => Bytes.AsSpan(0, Length);
    }
}

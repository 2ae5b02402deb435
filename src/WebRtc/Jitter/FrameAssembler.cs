using WebRtc.Depacketize;
using WebRtc.Rtp;

namespace WebRtc.Jitter;

/// <summary>Packets in order become frames, which end with the marker or where a new timestamp begins. What cannot be decoded is dropped.</summary>
internal sealed class FrameAssembler(IDepacketizer depacketizer, int maxUnitBytes, Action<AssembledFrame> onFrame)
{
    private readonly UnitBuffer _unit = new(maxUnitBytes);
    private uint _timestamp;
    private bool _isOpen, _isDamaged, _afterLoss;
    private TimeSpan _arrival;

    /// <summary>Nothing decodes until a key frame comes: at the beginning, and after a frame was lost.</summary>
    public bool NeedsKeyFrame { get; private set; } = true;

    public long Frames { get; private set; }

    /// <summary>Incomplete, malformed or too large.</summary>
    public long Damaged { get; private set; }

    /// <summary>Whole, but of no use without the frame that they build on.</summary>
    public long Undecodable { get; private set; }

    public void Add(in RtpHeader header, ReadOnlySpan<byte> payload, TimeSpan arrival)
    {
        if (payload.IsEmpty)
            return;
        if (_isOpen && header.Timestamp != _timestamp)
            End();
        if (!_isOpen)
            Begin(header.Timestamp, payload);
        _arrival = arrival;
        _isDamaged = _isDamaged || !depacketizer.TryAdd(payload, _unit);
        if (header.Marker)
            End();
    }

    /// <summary>Packets before the next one were given up.</summary>
    public void OnLoss()
    {
        // An open frame lost its end, or a part; if none is open, it is the next frame's beginning that is lost.
        _isDamaged = true;
        _afterLoss = true;
        NeedsKeyFrame = true;
    }

    private void Begin(uint timestamp, ReadOnlySpan<byte> payload)
    {
        (_isOpen, _timestamp) = (true, timestamp);
        _isDamaged = _afterLoss && !depacketizer.IsStart(payload);
        _afterLoss = false;
        _unit.Clear();
        depacketizer.Begin();
    }

    private void End()
    {
        _isOpen = false;
        if (_isDamaged || !depacketizer.TryEnd(_unit, out var isKey))
        {
            Damaged++;
            NeedsKeyFrame = true;
            return;
        }
        NeedsKeyFrame &= !isKey;
        if (NeedsKeyFrame)
        {
            Undecodable++;
            return;
        }
        Frames++;
        onFrame(new(_unit.Memory, _timestamp, isKey, _arrival));
    }
}

/// <summary>One access unit, whole.</summary>
/// <param name="Bytes">Valid until the handler returns.</param>
/// <param name="Arrival">Of its last packet.</param>
internal readonly record struct AssembledFrame(ReadOnlyMemory<byte> Bytes, uint Timestamp, bool IsKey, TimeSpan Arrival);

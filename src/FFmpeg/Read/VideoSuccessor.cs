using FFmpeg.Native;

namespace FFmpeg;

/// <summary>What a video stream sends that appeared after the input was opened, kept until it is clear that it takes the place of the one that is read.</summary>
/// <remarks>
/// A transport stream that gives its video another PID, and FLV with another codec, begin a new stream and leave the old one silent. A second
/// programme that is told late begins one too, and both go on: then it is let go, and not listened to any more.
/// </remarks>
internal sealed class VideoSuccessor : IDisposable
{
    // Fewer, or of a shorter time, may come between two units of a stream that goes on.
    private const int Enough = 8, EnoughFrames = 6;

    // A picture every ten seconds is succeeded by 25 a second.
    private const int Most = 750;

    private const double UsualFrameRate = 25;

    // A demuxer and a parser hold two units of the old one back, which come when they come.
    private const int MostInterruptions = 3;

    private readonly Queue<PacketHandle> _held = new(Enough);
    private int _interruptions;
    private bool _hasKey, _hasSucceeded;
    private double _first, _last;

    /// <summary>The stream that sends it.</summary>
    internal int Index { get; private set; } = -1;

    /// <summary>It begins with what is decodable, and the old one is silent since.</summary>
    /// <param name="frameRate">Of the old one; 0 when unknown.</param>
    internal bool IsReady(double frameRate) => _held.Count >= Most
        || (_held.Count >= Enough && _last - _first >= EnoughFrames / (frameRate > 0 ? frameRate : UsualFrameRate));

    /// <summary>The old one is at its end: nothing more is to be waited for.</summary>
    internal bool IsReadyAtEnd => _hasKey;

    /// <summary>Keeps a packet, which is empty then; what comes before its first key frame is let go.</summary>
    internal void Add(MediaPacket packet, AvStream stream, int index)
    {
        if (index != Index)
        {
            Clear();
            (Index, _interruptions) = (index, 0);
        }

        _hasKey |= packet.IsKey;
        if (!_hasKey)
            return;
        if (packet.Pts90kHz is { } pts)
            (_first, _last) = (_held.Count == 0 ? pts * stream.TimeBase.Value : _first, pts * stream.TimeBase.Value);
        var kept = new PacketHandle();
        LibAvCodec.av_packet_move_ref(kept, packet.Handle);
        _held.Enqueue(kept);
    }

    /// <summary>The oldest of what was kept, once it has succeeded.</summary>
    internal bool TryTake(MediaPacket packet)
    {
        if (!_hasSucceeded)
            return false;
        if (!_held.TryDequeue(out var kept))
            return _hasSucceeded = false;
        LibAvCodec.av_packet_unref(packet.Handle);
        LibAvCodec.av_packet_move_ref(packet.Handle, kept);
        kept.Dispose();
        return true;
    }

    /// <summary>It is the one that is read now.</summary>
    internal void Succeeded() => (Index, _interruptions, _hasKey, _hasSucceeded) = (-1, 0, false, true);

    /// <summary>The old one goes on.</summary>
    /// <returns>The stream that goes on beside it and is to be listened to no more; null: not yet known.</returns>
    internal int? Interrupted()
    {
        if (_held.Count == 0 || _hasSucceeded || ++_interruptions <= MostInterruptions)
            return null;
        Clear();
        return Index;
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        while (_held.TryDequeue(out var kept))
            kept.Dispose();
        (_hasKey, _hasSucceeded) = (false, false);
    }
}

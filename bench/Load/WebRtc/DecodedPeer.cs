using System.Buffers;
using FFmpeg;
using Media;
using WebRtc;

namespace Load.WebRtc;

/// <summary>One peer's units on their way to pictures, on a thread of its own as in the server.</summary>
internal sealed class DecodedPeer : IPeerReceiver
{
    /// <summary>Two seconds of video; more are dropped.</summary>
    private const int MaxWaiting = 60;

    private readonly Queue<(byte[] Bytes, int Length, long Pts)> _units = new(MaxWaiting);
    private bool _isEnded;
    private long _frames;

    public long Frames => Interlocked.Read(ref _frames);

    public int Width { get; private set; }

    public void OnUnit(PeerConnection peer, in EncodedUnit unit)
    {
        lock (_units)
        {
            if (_units.Count == MaxWaiting)
                return;
            var bytes = ArrayPool<byte>.Shared.Rent(unit.Bytes.Length);
            unit.Bytes.CopyTo(bytes);
            _units.Enqueue((bytes, unit.Bytes.Length, unit.Times.Pts90kHz));
            Monitor.Pulse(_units);
        }
    }

    public void OnState(PeerConnection peer, PeerState state, string reason)
    {
        if (state == PeerState.Connected)
            new Thread(() => Decode(peer.Codec)) { IsBackground = true }.Start();
        if (state is not (PeerState.Closed or PeerState.Failed))
            return;
        lock (_units)
        {
            _isEnded = true;
            Monitor.Pulse(_units);
        }
    }

    private void Decode(VideoCodec codec)
    {
        using var decoder = VideoDecoder.Open(codec, options: new() { LowDelay = true });
        while (TryTake(out var unit))
        {
            decoder.Send(unit.Bytes.AsSpan(0, unit.Length), unit.Pts);
            ArrayPool<byte>.Shared.Return(unit.Bytes);
            while (decoder.Receive() is { } picture)
            {
                Width = picture.Width;
                picture.Dispose();
                Interlocked.Increment(ref _frames);
            }
        }
    }

    /// <summary>Waits for one. False: none will come.</summary>
    private bool TryTake(out (byte[] Bytes, int Length, long Pts) unit)
    {
        lock (_units)
        {
            while (_units.Count == 0 && !_isEnded)
                Monitor.Wait(_units);
            return _units.TryDequeue(out unit);
        }
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using FFmpeg;
using WebRtc;

namespace Load.WebRtc;

/// <summary>One peer's units on their way to pictures, on a thread of its own as in the server.</summary>
internal sealed class DecodedPeer : IPeerReceiver
{
    private readonly BlockingCollection<(byte[] Bytes, int Length, long Pts)> _units = new(boundedCapacity: 64);
    private long _frames;

    public long Frames => Interlocked.Read(ref _frames);

    public int Width { get; private set; }

    public void OnUnit(PeerSession peer, in AccessUnit unit)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(unit.Bytes.Length);
        unit.Bytes.CopyTo(bytes);
        if (!_units.TryAdd((bytes, unit.Bytes.Length, unit.Pts90kHz))) ArrayPool<byte>.Shared.Return(bytes);
    }

    public void OnState(PeerSession peer, PeerState state, string reason)
    {
        if (state == PeerState.Connected) new Thread(() => Decode(peer.Codec)) { IsBackground = true }.Start();
        if (state is PeerState.Closed or PeerState.Failed) _units.CompleteAdding();
    }

    private void Decode(global::WebRtc.VideoCodec codec)
    {
        using var decoder = VideoDecoder.Open(Enum.Parse<FFmpeg.VideoCodec>($"{codec}"), options: new() { LowDelay = true });
        foreach (var (bytes, length, pts) in _units.GetConsumingEnumerable())
        {
            decoder.Send(bytes.AsSpan(0, length), pts);
            ArrayPool<byte>.Shared.Return(bytes);
            while (decoder.Receive() is { } picture)
            {
                Width = picture.Width;
                picture.Dispose();
                Interlocked.Increment(ref _frames);
            }
        }
    }
}

using System.Buffers;
using System.Threading.Channels;
using FFmpeg;
using WebRtc;

namespace Load.WebRtc;

/// <summary>One peer's units on their way to pictures, on a thread of its own as in the server.</summary>
internal sealed class DecodedPeer : IPeerReceiver
{
    private readonly Channel<(byte[] Bytes, int Length, long Pts)> _units = Channel.CreateBounded<(byte[], int, long)>(64);
    private Task _decoding = Task.CompletedTask;
    private long _frames;

    public long Frames => Interlocked.Read(ref _frames);

    public int Width { get; private set; }

    public void OnUnit(PeerSession peer, in AccessUnit unit)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(unit.Bytes.Length);
        unit.Bytes.CopyTo(bytes);
        if (!_units.Writer.TryWrite((bytes, unit.Bytes.Length, unit.Pts90kHz))) ArrayPool<byte>.Shared.Return(bytes);
    }

    public void OnState(PeerSession peer, PeerState state, string reason)
    {
        if (state == PeerState.Connected) _decoding = Task.Run(() => Decode(peer.Codec));
        if (state is PeerState.Closed or PeerState.Failed) _units.Writer.TryComplete();
    }

    private async Task Decode(global::WebRtc.VideoCodec codec)
    {
        using var decoder = VideoDecoder.Open(Enum.Parse<FFmpeg.VideoCodec>($"{codec}"), options: new() { LowDelay = true });
        await foreach (var (bytes, length, pts) in _units.Reader.ReadAllAsync())
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

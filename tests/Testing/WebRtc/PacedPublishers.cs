using System.Net;
using Media;
using WebRtc.Client;

namespace Testing;

/// <summary>Many publishers of made-up VP8 at 30 frames/s, whose packets are protected before the first is sent, so that sending costs little.</summary>
internal sealed class PacedPublishers : IAsyncDisposable
{
    private const int FramesPerSecond = 30, ClockRate = 90_000;

    private readonly VideoPublisher[] _publishers;
    private readonly byte[] _unit;
    private uint _timestamp;

    /// <param name="kilobits">Of each, a second.</param>
    public PacedPublishers(int count, int kilobits)
    {
        _publishers = [.. Enumerable.Range(0, count).Select(_ => new VideoPublisher(VideoCodec.Vp8, new(IPAddress.Loopback, 0), TimeProvider.System))];
        _unit = new byte[kilobits * 1000 / 8 / FramesPerSecond];
    }

    /// <summary>The longest that a frame was sent after its time.</summary>
    public TimeSpan Late { get; private set; }

    public long KeyFrameRequests => _publishers.Sum(publisher => publisher.KeyFrameRequests);

    /// <param name="accept">Answers an offer.</param>
    public async Task Connect(Func<string, CancellationToken, Task<string>> accept, CancellationToken stop)
    {
        foreach (var publisher in _publishers)
            await publisher.ConnectAsync(await accept(publisher.Offer, stop), stop);
    }

    /// <summary>Frames in the order of their time: the publishers' are spread over a frame's time.</summary>
    public PacedFrame[] Prepare(int seconds)
    {
        var start = TimeProvider.System.GetUtcNow();
        var frames = new PacedFrame[seconds * FramesPerSecond * _publishers.Length];
        for (var i = 0; i < frames.Length; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / (FramesPerSecond * _publishers.Length));
            if (i % _publishers.Length == 0)
                _timestamp += ClockRate / FramesPerSecond;
            // The lowest bit of a VP8 frame is 0 in key frames.
            var isKey = i < _publishers.Length;
            _unit[0] = isKey ? (byte)0 : (byte)1;
            var publisher = _publishers[i % _publishers.Length];
            frames[i] = new(publisher, due, publisher.Protect(_unit, isKey, _timestamp, start + due));
        }
        return frames;
    }

    /// <returns>Packets sent.</returns>
    public async Task<long> Send(PacedFrame[] frames, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var (time, next, packets) = (TimeProvider.System, 0, 0L);
        var start = time.GetTimestamp();
        while (next < frames.Length)
        {
            await pace.WaitForNextTickAsync(stop);
            for (var now = time.GetElapsedTime(start); next < frames.Length && frames[next].Due <= now; next++)
            {
                if (now - frames[next].Due > Late)
                    Late = now - frames[next].Due;
                foreach (var packet in frames[next].Packets)
                    frames[next].Publisher.SendRaw(packet);
                packets += frames[next].Packets.Count;
            }
        }
        return packets;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var publisher in _publishers)
            await publisher.DisposeAsync();
    }
}

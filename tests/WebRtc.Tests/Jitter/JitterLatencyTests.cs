using WebRtc.Jitter;
using Xunit;

namespace WebRtc.Tests.Jitter;

/// <summary>30 frames/s of three packets over a path that loses every twentieth packet, repeats included.</summary>
public class JitterLatencyTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1), Frame = TimeSpan.FromMilliseconds(33), RoundTrip = TimeSpan.FromMilliseconds(40);

    private readonly Random _random = new(1);
    private readonly LossyStream _stream = new();
    private readonly Dictionary<ushort, (WebRtc.Rtp.RtpHeader Header, byte[] Payload)> _sent = [];
    private readonly List<(TimeSpan At, ushort Sequence)> _repeats = [];
    private readonly List<TimeSpan> _sentAt = [], _latencies = [];

    [Fact]
    public void No_frame_waits_longer_than_the_bound_and_repeats_make_most_whole()
    {
        Run(frames: 2000, repeats: true);
        Assert.All(_latencies, latency => Assert.True(latency <= _stream.Options.MaxDelay + 2 * Step, $"{latency}"));
        // Lost once in seven frames; a repeat takes the tolerance and a round trip.
        Assert.True(_latencies.Order().ElementAt(_latencies.Count * 80 / 100) <= TimeSpan.FromMilliseconds(60));
        Assert.InRange(_latencies.Count, 1990, 2000);
    }

    [Fact]
    public void Without_repeats_the_bound_holds_and_key_frames_begin_anew()
    {
        Run(frames: 2000, repeats: false);
        Assert.All(_latencies, latency => Assert.True(latency <= _stream.Options.MaxDelay + 2 * Step, $"{latency}"));
        Assert.InRange(_latencies.Count, 200, 1500);
    }

    private void Run(int frames, bool repeats)
    {
        var next = _stream.Now;
        for (var frame = 0; frame < frames || _repeats.Count > 0; _stream.Now += Step)
        {
            if (_stream.Now >= next && frame < frames)
            {
                next += Frame;
                SendFrame(isKey: frame % 10 == 0 && !repeats || frame == 0);
                frame++;
            }
            foreach (var (_, sequence) in _repeats.FindAll(repeat => repeat.At <= _stream.Now))
                _stream.Deliver(_sent[sequence]);
            _repeats.RemoveAll(repeat => repeat.At <= _stream.Now);
            _stream.Buffer.Advance(_stream.Now);
            foreach (var lost in _stream.Lost())
                if (repeats && !IsLost())
                    _repeats.Add((_stream.Now + RoundTrip, lost));
            Note();
        }
    }

    private void SendFrame(bool isKey)
    {
        _sentAt.Add(_stream.Now);
        foreach (var packet in _stream.Next(isKey))
        {
            _sent[packet.Header.SequenceNumber] = packet;
            if (!IsLost())
                _stream.Deliver(packet);
        }
        Note();
    }

    /// <summary>Frames that came out just now: their timestamps count frames.</summary>
    private void Note()
    {
        for (; _latencies.Count < _stream.Frames.Count; )
            _latencies.Add(_stream.Now - _sentAt[(int)(_stream.Frames[_latencies.Count].Timestamp / 3000) - 1]);
    }

    private bool IsLost() => _random.Next(20) == 0;
}

using WebRtc.Jitter;
using WebRtc.Rtp;
using Xunit;

namespace WebRtc.Tests.Jitter;

public class JitterBufferTests
{
    private readonly LossyStream _stream = new();

    [Fact]
    public void Frames_in_order_pass_at_once_across_the_wrap()
    {
        for (var i = 0; i < 50; i++)
        {
            _stream.Deliver(_stream.Next(isKey: i == 0));
            Assert.Equal(i + 1, _stream.Frames.Count);
        }
        Assert.Equal((0, 0, 0), (_stream.Buffer.Lost, _stream.Buffer.Late, _stream.Buffer.Recovered));
    }

    [Fact]
    public void Nothing_passes_before_a_key_frame()
    {
        _stream.Deliver(_stream.Next(isKey: false));
        Assert.Empty(_stream.Frames);
        Assert.True(_stream.Assembler.NeedsKeyFrame);
        _stream.Deliver(_stream.Next(isKey: true));
        Assert.Single(_stream.Frames);
        Assert.False(_stream.Assembler.NeedsKeyFrame);
        Assert.Equal(1, _stream.Assembler.Undecodable);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Packets_in_any_order_become_the_same_frames(int seed)
    {
        _stream.Deliver(_stream.Next(isKey: true));
        var packets = Enumerable.Range(0, 40).SelectMany(_ => _stream.Next(isKey: false)).ToArray();
        var random = new Random(seed);
        // Each within ten places of its own, and some twice.
        var shuffled = packets.Concat(packets.Where(_ => random.Next(4) == 0)).Select(packet => (packet, Array.IndexOf(packets, packet) + random.Next(10))).OrderBy(pair => pair.Item2);
        _stream.Deliver(shuffled.Select(pair => pair.packet));
        Assert.Equal(41, _stream.Frames.Count);
        Assert.Equal(_stream.Frames.Select(frame => frame.Timestamp).Order(), _stream.Frames.Select(frame => frame.Timestamp));
        Assert.True(_stream.Buffer.Late > 0);
    }

    [Fact]
    public void A_lost_packet_is_asked_for_again_and_again_and_its_repeat_completes_the_frame()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        var packets = _stream.Next(isKey: false);
        _stream.Deliver([packets[0], packets[2]]);
        Assert.Empty(_stream.Lost());

        _stream.Now += _stream.Options.ReorderTolerance;
        Assert.Equal([packets[1].Header.SequenceNumber], _stream.Lost());
        Assert.Empty(_stream.Lost());
        _stream.Now += TimeSpan.FromMilliseconds(100);
        Assert.Equal([packets[1].Header.SequenceNumber], _stream.Lost());

        Assert.Single(_stream.Frames);
        _stream.Deliver(packets[1]);
        Assert.Equal(2, _stream.Frames.Count);
        Assert.Equal(1, _stream.Buffer.Recovered);
        _stream.Now += TimeSpan.FromSeconds(1);
        Assert.Empty(_stream.Lost());
    }

    [Fact]
    public void A_packet_that_never_comes_costs_its_frame_and_all_until_a_key_frame()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        _stream.Deliver(_stream.Next(isKey: false).Skip(1));
        _stream.Deliver(_stream.Next(isKey: false));
        Assert.Single(_stream.Frames);
        Assert.False(_stream.Assembler.NeedsKeyFrame);

        _stream.Now += _stream.Options.MaxDelay;
        _stream.Buffer.Advance(_stream.Now);
        Assert.True(_stream.Assembler.NeedsKeyFrame);
        Assert.Equal((1, 1, 1), (_stream.Buffer.Lost, _stream.Assembler.Damaged, _stream.Assembler.Undecodable));
        _stream.Deliver(_stream.Next(isKey: true));
        Assert.Equal(2, _stream.Frames.Count);
    }

    [Fact]
    public void A_lost_end_does_not_harm_the_key_frame_behind_it()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        _stream.Deliver(_stream.Next(isKey: false).SkipLast(1));
        _stream.Deliver(_stream.Next(isKey: true));
        _stream.Now += _stream.Options.MaxDelay;
        _stream.Buffer.Advance(_stream.Now);
        Assert.Equal(2, _stream.Frames.Count);
        Assert.False(_stream.Assembler.NeedsKeyFrame);
    }

    [Fact]
    public void Requests_end_after_their_last_try()
    {
        var losses = new LossList(new() { MaxRetries = 3 });
        Assert.True(losses.TryAdd(5, 7, TimeSpan.Zero));
        var lost = new ushort[8];
        var asked = Enumerable.Range(1, 20).Sum(i => losses.Collect(lost, TimeSpan.FromSeconds(i)));
        Assert.Equal(6, asked);
    }

    [Fact]
    public void A_burst_that_is_too_long_is_given_up_at_once()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        _stream.Next(isKey: false, length: 1000 * (LossList.Capacity + 10));
        _stream.Deliver(_stream.Next(isKey: true));
        Assert.Equal(2, _stream.Frames.Count);
        Assert.Empty(_stream.Lost());
        Assert.True(_stream.Buffer.Lost > LossList.Capacity);
    }

    [Fact]
    public void A_source_that_begins_anew_far_behind_is_followed()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        _stream.Jump(-20_000);
        _stream.Deliver(_stream.Next(isKey: false));
        _stream.Deliver(_stream.Next(isKey: true));
        Assert.Equal(2, _stream.Frames.Count);
    }

    // The number behind the sequence went below zero, and with it the place in the ring.
    [Fact]
    public void A_source_that_begins_anew_ever_further_behind_is_followed()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        for (var round = 1; round <= 10; round++)
        {
            _stream.Jump(-30_000);
            _stream.Deliver(_stream.Next(isKey: false));
            _stream.Deliver(_stream.Next(isKey: true));
            // Out of order, so that it is stored.
            _stream.Deliver(Enumerable.Reverse(_stream.Next(isKey: false)));
            Assert.Equal(1 + 2 * round, _stream.Frames.Count);
        }
    }

    [Fact]
    public void Old_packets_that_are_sent_again_are_no_new_beginning()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        _stream.Jump(-20_000);
        foreach (var (header, payload) in _stream.Next(isKey: false, length: 5000))
            _stream.Buffer.Add(header.SequenceNumber, header, payload, _stream.Now, isRepeat: true);
        _stream.Jump(20_000 - 6);
        _stream.Deliver(_stream.Next(isKey: false));
        Assert.Equal((2, 6), (_stream.Frames.Count, _stream.Buffer.Late));
    }

    [Fact]
    public void Padding_is_no_frame()
    {
        _stream.Deliver(_stream.Next(isKey: true));
        var padding = _stream.Next(isKey: false)[0];
        _stream.Deliver((padding.Header, []));
        Assert.Equal((1, 0), (_stream.Frames.Count, _stream.Assembler.Damaged));
    }

    [Fact]
    public void A_repeat_stands_for_the_packet_that_was_lost()
    {
        ReadOnlySpan<byte> payload = [0x12, 0x34, 9];
        Assert.True(Rtx.TryRestore(new RtpHeader(97, true, 5, 6, 7), ref payload, 96, 1, out var original));
        Assert.Equal(new RtpHeader(96, true, 0x1234, 6, 1), original);
        Assert.Equal<byte>([9], payload);
        payload = [];
        Assert.False(Rtx.TryRestore(original, ref payload, 96, 1, out _));
    }
}

using WebRtc.Rtp;

namespace WebRtc.Jitter;

/// <summary>
/// Puts the packets of one source in order and waits a bounded time for lost ones. Packets in order pass without being stored;
/// time comes with each call, so that tests own it.
/// </summary>
internal sealed class JitterBuffer(FrameAssembler assembler, JitterOptions options)
{
    // After so many packets in a row from another place of the sequence the source has begun anew; RFC 3550 appendix A.1 has two.
    private const int StraysOfRestart = 3;

    private readonly ReorderBuffer _stored = new();
    private readonly LossList _losses = new(options);

    // The packet that is delivered next, and one past the newest that came.
    private long _next = -1, _end;
    private int _strays;

    /// <summary>Came twice, or after their time.</summary>
    public long Late { get; private set; }

    /// <summary>Were missing and came after all: repeated, or only overtaken.</summary>
    public long Recovered { get; private set; }

    /// <summary>Given up.</summary>
    public long Lost { get; private set; }

    public bool IsWaiting => !_losses.IsEmpty;

    public TimeSpan RoundTrip => _losses.RoundTrip;

    /// <param name="isRepeat">Sent again: browsers do so with old packets, too, to probe for bandwidth.</param>
    public void Add(long sequence, in RtpHeader header, ReadOnlySpan<byte> payload, TimeSpan now, bool isRepeat = false)
    {
        if (_next < 0)
            (_next, _end) = (sequence, sequence);
        if (sequence < _next || _stored.Has(sequence))
        {
            Late++;
            if (isRepeat || !IsRestart(sequence))
                return;
            Restart(sequence);
        }
        _strays = 0;
        if (_losses.OnArrived(sequence, now))
            Recovered++;
        else if (!TryAddLoss(sequence, now))
            SkipTo(sequence);
        _end = Math.Max(_end, sequence + 1);

        if (sequence == _next)
            Deliver(header, payload, now);
        else
            _stored.Store(sequence, header, payload, now);
        Drain();
        Advance(now);
    }

    /// <summary>Gives up what was waited for long enough.</summary>
    public void Advance(TimeSpan now)
    {
        while (!_losses.IsEmpty && now - _losses.OldestSince >= options.MaxDelay)
        {
            var next = _next;
            while (next < _end && !_stored.Has(next))
                next++;
            SkipTo(next);
            Drain();
        }
    }

    public int CollectLost(Span<ushort> lost, TimeSpan now) => _losses.Collect(lost, now);

    private bool IsRestart(long sequence) => _next - sequence > ReorderBuffer.Capacity && ++_strays == StraysOfRestart;

    private void Restart(long sequence)
    {
        SkipTo(_end);
        (_next, _end) = (sequence, sequence);
        assembler.OnLoss();
    }

    /// <summary>Notes the packets that this one shows to be missing. False: too many, or too far ahead.</summary>
    private bool TryAddLoss(long sequence, TimeSpan now) =>
        sequence - _next < ReorderBuffer.Capacity && (sequence <= _end || _losses.TryAdd(_end, sequence, now));

    /// <summary>Delivers what is stored before it and gives up what is not.</summary>
    private void SkipTo(long sequence)
    {
        while (_next < sequence)
        {
            if (_stored.Count == 0 || !TryDeliverStored())
            {
                Lost += _stored.Count == 0 ? sequence - _next : 1;
                _next = _stored.Count == 0 ? sequence : _next + 1;
                assembler.OnLoss();
            }
        }
        _losses.RemoveBefore(_next);
    }

    private void Drain()
    {
        while (_stored.Count > 0 && TryDeliverStored()) { }
    }

    private bool TryDeliverStored()
    {
        if (!_stored.TryTake(_next, out var slot))
            return false;
        Deliver(slot.Header, slot.Payload, slot.Arrival);
        _stored.Return(slot);
        return true;
    }

    private void Deliver(in RtpHeader header, ReadOnlySpan<byte> payload, TimeSpan arrival)
    {
        _next++;
        assembler.Add(header, payload, arrival);
    }
}

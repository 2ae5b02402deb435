using WebRtc.Rtcp;

namespace WebRtc.Rtp;

/// <summary>What a receiver report says of one source; RFC 3550 §6.4.1, appendices A.3 and A.8.</summary>
internal sealed class ReceptionStatistics(uint ssrc, int clockRate)
{
    private long _first = -1, _highest, _received;
    private long _expectedPrior, _receivedPrior;
    private (TimeSpan Arrival, uint Timestamp)? _previous;
    private double _jitter;
    private (uint Middle, TimeSpan Arrival)? _senderReport;

    public long Received => _received;

    /// <summary>Packets that never came; repeats of others can hide some, as in the RFC.</summary>
    public long Lost => Math.Max(0, Expected - _received);

    public TimeSpan Jitter => TimeSpan.FromSeconds(_jitter / clockRate);

    private long Expected => _first < 0 ? 0 : _highest - _first + 1;

    public void Add(long sequence, uint timestamp, TimeSpan arrival)
    {
        if (_first < 0)
            (_first, _highest) = (sequence, sequence);
        _received++;
        _highest = Math.Max(_highest, sequence);
        if (_previous is { } previous && timestamp != previous.Timestamp)
        {
            var transit = (arrival - previous.Arrival).TotalSeconds * clockRate - unchecked((int)(timestamp - previous.Timestamp));
            _jitter += (Math.Abs(transit) - _jitter) / 16;
        }
        // Packets of one frame leave together, so only the first of each counts.
        if (_previous?.Timestamp != timestamp)
            _previous = (arrival, timestamp);
    }

    public void OnSenderReport(NtpTime ntp, TimeSpan arrival) => _senderReport = (ntp.Middle, arrival);

    public ReportBlock Report(TimeSpan now)
    {
        var (expected, received) = (Expected - _expectedPrior, _received - _receivedPrior);
        (_expectedPrior, _receivedPrior) = (Expected, _received);
        var lost = Math.Clamp(expected - received, 0, expected);
        var fraction = expected > 0 ? (byte)Math.Min(255, (lost << 8) / expected) : (byte)0;
        var delay = _senderReport is { } report ? (uint)((now - report.Arrival).TotalSeconds * 65536) : 0;
        return new(ssrc, fraction, (int)Math.Min(Lost, 0x7FFFFF), (uint)_highest, (uint)_jitter, _senderReport?.Middle ?? 0, delay);
    }
}

using Media;
using WebRtc.Depacketize;
using WebRtc.Jitter;
using WebRtc.Rtp;
using WebRtc.Sdp;

namespace WebRtc.Endpoint;

/// <summary>One SSRC that sends video: its packets in, its frames out.</summary>
internal sealed class VideoSource
{
    private readonly SenderClock _reports = new(VideoCodecs.ClockRate), _captures = new(VideoCodecs.ClockRate);
    private readonly int _captureTimeId;
    private SequenceUnwrapper _sequences;
    private bool _hasCaptureTimes;

    public VideoSource(uint ssrc, Negotiation negotiation, JitterOptions options, Action<AssembledFrame> onFrame)
    {
        Ssrc = ssrc;
        _captureTimeId = negotiation.Extensions.AbsCaptureTime;
        Reception = new(ssrc, VideoCodecs.ClockRate);
        var parameterSets = negotiation.Codec == VideoCodec.H264 ? H264ParameterSets.Read(negotiation.Payload) : default;
        Assembler = new(Depacketizers.Of(negotiation.Codec, parameterSets), options.MaxUnitBytes, onFrame);
        Jitter = new(Assembler, options);
    }

    public uint Ssrc { get; }

    public ReceptionStatistics Reception { get; }

    public FrameAssembler Assembler { get; }

    public JitterBuffer Jitter { get; }

    public TimeSpan LastPacket { get; private set; }

    public ReceiveTotals Totals => new(Jitter.Recovered, Jitter.Lost, Assembler.Frames, Assembler.Damaged, Assembler.Undecodable);

    public void Add(in RtpPacket packet, TimeSpan now)
    {
        var sequence = _sequences.Unwrap(packet.Header.SequenceNumber);
        Reception.Add(sequence, packet.Header.Timestamp, now);
        LastPacket = now;
        if (packet.Extensions.TryGet(_captureTimeId, out var value) && AbsCaptureTime.TryRead(value, out var captured))
        {
            _captures.Update(captured, packet.Header.Timestamp);
            _hasCaptureTimes = true;
        }
        Jitter.Add(sequence, packet.Header, packet.Payload, now);
    }

    /// <summary>A packet that was sent again over its own source.</summary>
    public void AddRepeat(in RtpHeader header, ReadOnlySpan<byte> payload, TimeSpan now) =>
        Jitter.Add(_sequences.Unwrap(header.SequenceNumber), header, payload, now, isRepeat: true);

    public void OnSenderReport(NtpTime ntp, uint timestamp, TimeSpan now)
    {
        _reports.Update(ntp, timestamp);
        Reception.OnSenderReport(ntp, now);
    }

    /// <summary>Senders write abs-capture-time into some packets only, and leave it to us to interpolate.</summary>
    public DateTimeOffset? CaptureTime(uint timestamp) => (_hasCaptureTimes ? _captures : _reports).CaptureTime(timestamp);
}

using WebRtc.Jitter;
using WebRtc.Rtcp;
using WebRtc.Rtp;
using WebRtc.Sdp;

namespace WebRtc.Endpoint;

/// <summary>A peer's opened packets: sorts them to the source of the video, and counts.</summary>
internal sealed class VideoReceiver(Negotiation negotiation, JitterOptions options, VideoReceiver.FrameHandler onFrame)
{
    /// <summary>After this silence another source may take over: a peer that changed its track.</summary>
    private static readonly TimeSpan SwitchDelay = TimeSpan.FromSeconds(1);

    private readonly RateMeter _rate = new();
    private readonly PresentationClock _presentation = new(VideoCodecs.ClockRate);
    private ReceiveTotals _ofFormer;

    // When the first packet of another source than the one told came.
    private TimeSpan? _otherSince;

    /// <param name="captured">By the sender's clock; null: it was not told.</param>
    internal delegate void FrameHandler(AssembledFrame frame, long pts90kHz, DateTimeOffset? captured);

    /// <summary>Null: no video came yet.</summary>
    public VideoSource? Source { get; private set; }

    public TransportFeedbackBuilder Arrivals { get; } = new();

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public long KeyFrames { get; private set; }

    /// <summary>Frames that are shown before the one that came before them.</summary>
    public long FramesBackward => _presentation.Backward;

    /// <summary>Of all sources since the beginning.</summary>
    public ReceiveTotals Totals => Source is null ? _ofFormer : _ofFormer + Source.Totals;

    /// <summary>For a lost packet.</summary>
    public bool IsWaiting => Source?.Jitter.IsWaiting == true;

    public long BitsPerSecond => _rate.BitsPerSecond;

    public void OnRtp(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (!RtpPacket.TryRead(bytes, out var packet))
            return;
        if (packet.Extensions.TryGet(negotiation.Extensions.TransportCc, out var number) && number.Length == sizeof(ushort))
            Arrivals.Add((ushort)(number[0] << 8 | number[1]), now);

        if (packet.Header.PayloadType == negotiation.Payload.PayloadType)
            OnVideo(packet, bytes.Length, now);
        else if (packet.Header.PayloadType == negotiation.Rtx?.PayloadType)
            OnRepeat(packet, now);
    }

    public void OnRtcp(ReadOnlySpan<byte> compound, TimeSpan now)
    {
        var reader = new RtcpReader(compound);
        while (reader.TryNext(out var packet))
            if (SenderReport.TryRead(packet, out var report) && report.Ssrc == Source?.Ssrc)
                Source.OnSenderReport(report.Ntp, report.RtpTimestamp, now);
    }

    public void Advance(TimeSpan now)
    {
        Source?.Jitter.Advance(now);
        _rate.Advance(now);
    }

    private void OnVideo(in RtpPacket packet, int length, TimeSpan now)
    {
        if (Source?.Ssrc != packet.Header.Ssrc && !TrySwitchSource(packet.Header.Ssrc, now))
            return;
        Packets++;
        Bytes += length;
        _rate.Add(length);
        Source!.Add(packet, now);
    }

    private bool TrySwitchSource(uint ssrc, TimeSpan now)
    {
        var since = Source?.LastPacket;
        if (Source is null && negotiation.Video.Ssrc is { } told && told != ssrc)
            since = _otherSince ??= now;
        if (now - since < SwitchDelay)
            return false;
        _ofFormer = Totals;
        Source = new(ssrc, negotiation, options, OnFrame);
        return true;
    }

    private void OnFrame(AssembledFrame frame)
    {
        if (frame.IsKey)
            KeyFrames++;
        onFrame(frame, _presentation.Next(Source!.Ssrc, frame.Timestamp, frame.Arrival), Source.CaptureTime(frame.Timestamp));
    }

    private void OnRepeat(in RtpPacket packet, TimeSpan now)
    {
        var payload = packet.Payload;
        if (Source is not null && Rtx.TryRestore(packet.Header, ref payload, (byte)negotiation.Payload.PayloadType, Source.Ssrc, out var original))
            Source.AddRepeat(original, payload, now);
    }
}

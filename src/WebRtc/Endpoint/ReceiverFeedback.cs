using WebRtc.Jitter;
using WebRtc.Rtcp;
using WebRtc.Rtp;
using WebRtc.Sdp;

namespace WebRtc.Endpoint;

/// <summary>What a receiver tells its sender, each at its time: reports, arrivals, lost packets, a wish for a key frame.</summary>
internal sealed class ReceiverFeedback(Negotiation negotiation, VideoReceiver video, long maxBitsPerSecond)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    // What congestion control of browsers expects; RFC 8888 §3 gives the same order.
    private static readonly TimeSpan ArrivalInterval = TimeSpan.FromMilliseconds(50);

    // An encoder needs a frame's time to answer, and the path a round trip.
    private static readonly TimeSpan KeyFrameInterval = TimeSpan.FromMilliseconds(300);

    private readonly uint _ssrc = (uint)Random.Shared.NextInt64(1, uint.MaxValue);
    private readonly string _cname = Random.Shared.NextInt64().ToString("x", null);
    private readonly RembEstimate _estimate = new(maxBitsPerSecond);
    private TimeSpan _nextReport, _nextArrivals, _nextKeyFrame;
    private bool _isKeyFrameWanted;
    private byte _firNumber;

    public long Nacks { get; private set; }

    public long KeyFrameRequests { get; private set; }

    public void RequestKeyFrame() => _isKeyFrameWanted = true;

    /// <summary>The next compound that is due. Call it until there is none.</summary>
    /// <returns>Its length; 0: nothing is due.</returns>
    public int Write(Span<byte> buffer, TimeSpan now)
    {
        if (video.Source is not { } source)
            return 0;
        var writer = new RtcpWriter(buffer);
        if (now >= _nextReport)
            WriteReports(ref writer, source, now);
        WriteNacks(ref writer, source, now);
        WriteKeyFrameRequest(ref writer, source, now);
        if (writer.Length == 0)
            WriteArrivals(ref writer, source, now);
        return writer.Length;
    }

    private void WriteReports(ref RtcpWriter writer, VideoSource source, TimeSpan now)
    {
        _nextReport = now + ReportInterval;
        var block = source.Reception.Report(now);
        writer.ReceiverReport(_ssrc, block);
        writer.SourceDescription(_ssrc, _cname);
        if (!negotiation.HasRemb)
            return;
        _estimate.Update(block.FractionLost / 256.0);
        writer.Remb(_ssrc, source.Ssrc, (ulong)_estimate.BitsPerSecond);
    }

    private void WriteNacks(ref RtcpWriter writer, VideoSource source, TimeSpan now)
    {
        if (!negotiation.HasNack)
            return;
        Span<ushort> lost = stackalloc ushort[LossList.Capacity / 2];
        lost = lost[..source.Jitter.CollectLost(lost, now)];
        if (lost.IsEmpty)
            return;
        Begin(ref writer);
        writer.Nack(_ssrc, source.Ssrc, lost);
        Nacks += lost.Length;
    }

    private void WriteKeyFrameRequest(ref RtcpWriter writer, VideoSource source, TimeSpan now)
    {
        // A source begins with a key frame of itself, so nothing is asked for before its first frame is whole, or is not.
        var isStarved = source.Assembler.NeedsKeyFrame && source.Totals != default;
        if (!(_isKeyFrameWanted || isStarved) || now < _nextKeyFrame || !(negotiation.HasPli || negotiation.HasFir))
            return;
        Begin(ref writer);
        if (negotiation.HasPli)
            writer.Pli(_ssrc, source.Ssrc);
        else
            writer.Fir(_ssrc, source.Ssrc, _firNumber++);
        KeyFrameRequests++;
        _isKeyFrameWanted = false;
        _nextKeyFrame = now + KeyFrameInterval;
    }

    private void WriteArrivals(ref RtcpWriter writer, VideoSource source, TimeSpan now)
    {
        if (!negotiation.HasTransportCc || now < _nextArrivals)
            return;
        Span<byte> content = stackalloc byte[RtcpWriter.MaxLength];
        if (!video.Arrivals.TryBuild(content, out var length))
        {
            _nextArrivals = now + ArrivalInterval;
            return;
        }
        Begin(ref writer);
        writer.TransportCc(_ssrc, source.Ssrc, content[..length]);
    }

    /// <summary>A compound begins with a report, if only an empty one; RFC 3550 §6.1.</summary>
    private void Begin(ref RtcpWriter writer)
    {
        if (writer.Length == 0)
            writer.ReceiverReport(_ssrc, null);
    }
}

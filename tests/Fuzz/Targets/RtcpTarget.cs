using WebRtc.Rtcp;

namespace Fuzz.Targets;

/// <summary>A compound out of SRTCP, read as each kind of packet it may hold.</summary>
public sealed class RtcpTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => [RtcpVectors.Compound, RtcpVectors.Feedback];

    public override bool Feed(byte[] input)
    {
        var reader = new RtcpReader(input);
        var packets = 0;
        for (; reader.TryNext(out var packet); packets++)
        {
            SenderReport.TryRead(packet, out _);
            for (var i = 0; ReportBlock.TryRead(packet, i, out _); i++) { }
            Nack.TryRead(packet, []);
            Remb.TryRead(packet, out _);
            Fir.IsAbout(packet, 2);
            TransportFeedback.TryRead(packet, []);
        }
        return packets > 0;
    }
}

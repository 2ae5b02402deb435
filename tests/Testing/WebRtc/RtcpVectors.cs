using WebRtc;
using WebRtc.Rtcp;

namespace Testing;

/// <summary>One compound with every packet that is written here, and transport feedback with each kind of chunk.</summary>
internal static class RtcpVectors
{
    public static readonly ReportBlock Block = new(2, 12, -3, 70_000, 90, 0x11223344, 65_536);

    public static readonly SenderReport Sender = new(1, new(0xE0000000_80000000), 12_345, 10, 9_000);

    public static byte[] Compound
    {
        get
        {
            var buffer = new byte[RtcpWriter.MaxLength];
            var writer = new RtcpWriter(buffer);
            writer.SenderReport(Sender);
            writer.ReceiverReport(1, Block);
            writer.SourceDescription(1, "cname");
            writer.Nack(1, 2, [65_534, 65_535, 3, 40]);
            writer.Pli(1, 2);
            writer.Fir(1, 2, 9);
            writer.Remb(1, 2, 5_000_000);
            writer.Goodbye(1);
            return buffer[..writer.Length];
        }
    }

    /// <summary>Base 10, 17 packets: a run of three, a vector of seven, a vector of fourteen bits; the reference is one unit.</summary>
    public static byte[] Feedback => Convert.FromHexString(
        "8FCD0009" + "00000001" + "00000002" + "000A0011" + "00000105" +
        "2003" + // three small deltas
        "D200" + // 01 00 10 00 ...: small, lost, large, four lost
        "BFFF" + // fourteen small ones of which seven count
        "010203" + "04" + "FFFC" + "01010101010101" + "00");
}

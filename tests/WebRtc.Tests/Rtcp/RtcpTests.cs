using WebRtc.Rtcp;
using Xunit;

namespace WebRtc.Tests.Rtcp;

public class RtcpTests
{
    [Fact]
    public void A_compound_is_read_as_it_was_written()
    {
        var reader = new RtcpReader(RtcpVectors.Compound);
        Assert.True(reader.TryNext(out var packet) && SenderReport.TryRead(packet, out var sender) && sender == RtcpVectors.Sender);
        Assert.True(reader.TryNext(out packet) && ReportBlock.TryRead(packet, 0, out var block) && block == RtcpVectors.Block);
        Assert.False(ReportBlock.TryRead(packet, 1, out _));
        Assert.True(reader.TryNext(out packet) && packet.Type == RtcpType.SourceDescription);
        var lost = new List<ushort>();
        Assert.True(reader.TryNext(out packet) && Nack.TryRead(packet, lost) && packet.Media == 2);
        Assert.Equal([65_534, 65_535, 3, 40], lost);
        Assert.True(reader.TryNext(out packet) && packet.IsPayloadFeedback(FeedbackFormat.Pli));
        Assert.True(reader.TryNext(out packet) && Fir.IsAbout(packet, 2) && !Fir.IsAbout(packet, 1));
        Assert.True(reader.TryNext(out packet));
        Assert.True(Remb.TryRead(packet, out var bits));
        Assert.InRange(5_000_000.0 / bits, 0.999, 1.001);
        Assert.True(reader.TryNext(out packet) && packet.Type == RtcpType.Goodbye);
        Assert.False(reader.TryNext(out _));
    }

    [Theory]
    [InlineData("81C80006")] // a length past the end
    [InlineData("41C80000")] // version 1
    [InlineData("A1C8000000000000")] // padding without a body
    public void A_damaged_packet_ends_the_compound(string hex) => Assert.False(new RtcpReader(Convert.FromHexString(hex)).TryNext(out _));

    [Fact]
    public void Transport_feedback_of_every_chunk_is_read()
    {
        Assert.True(new RtcpReader(RtcpVectors.Feedback).TryNext(out var packet));
        var packets = new List<(ushort Sequence, TimeSpan? Arrival)>();
        Assert.True(TransportFeedback.TryRead(packet, packets));
        Assert.Equal(17, packets.Count);
        Assert.Equal((10, 64.25), (packets[0].Sequence, packets[0].Arrival!.Value.TotalMilliseconds));
        Assert.Equal(65.5, packets[2].Arrival!.Value.TotalMilliseconds);
        Assert.Equal(66.5, packets[3].Arrival!.Value.TotalMilliseconds);
        Assert.Null(packets[4].Arrival);
        Assert.Equal(65.5, packets[5].Arrival!.Value.TotalMilliseconds);
        Assert.All(packets.Skip(6).Take(4), lost => Assert.Null(lost.Arrival));
        Assert.Equal((26, 67.25), (packets[^1].Sequence, packets[^1].Arrival!.Value.TotalMilliseconds));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void What_the_builder_tells_is_what_came(int seed)
    {
        var random = new Random(seed);
        var builder = new TransportFeedbackBuilder();
        var sent = new Dictionary<ushort, TimeSpan?>();
        var now = TimeSpan.FromSeconds(1000);
        var told = new List<(ushort Sequence, TimeSpan? Arrival)>();
        for (var (sequence, i) = ((ushort)65_000, 0); i < 5000; i++, sequence++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(1000) == 0 ? 9000 : random.NextDouble() * 3);
            sent[sequence] = random.Next(10) == 0 && i > 0 ? null : now;
            if (sent[sequence] is { } arrival)
                builder.Add(sequence, arrival);
            if (i % 100 == 99)
                Collect(builder, told);
        }
        Collect(builder, told);
        Assert.InRange(told.Count, 4900, 5000);
        Assert.Equal(told.Count, told.DistinctBy(packet => packet.Sequence).Count());
        Assert.All(told, packet => Assert.Equal(sent[packet.Sequence]?.TotalMilliseconds ?? -1, packet.Arrival?.TotalMilliseconds ?? -1, 0.2501));
    }

    private static void Collect(TransportFeedbackBuilder builder, List<(ushort, TimeSpan?)> told)
    {
        var content = new byte[RtcpWriter.MaxLength];
        while (builder.TryBuild(content, out var length))
        {
            var buffer = new byte[RtcpWriter.MaxLength];
            var writer = new RtcpWriter(buffer);
            writer.TransportCc(1, 2, content.AsSpan(0, length));
            Assert.True(new RtcpReader(buffer.AsSpan(0, writer.Length)).TryNext(out var packet));
            Assert.True(TransportFeedback.TryRead(packet, told));
        }
    }

    [Fact]
    public void A_jump_of_sequence_numbers_is_told_in_bounded_messages()
    {
        var builder = new TransportFeedbackBuilder();
        builder.Add(1, TimeSpan.FromSeconds(1));
        builder.Add(20_000, TimeSpan.FromSeconds(2));
        var told = new List<(ushort Sequence, TimeSpan? Arrival)>();
        Collect(builder, told);
        Assert.Equal((20_000, TimeSpan.FromSeconds(2)), (told[^1].Sequence, told[^1].Arrival!.Value));
        Assert.InRange(told.Count, 1, 2048);
    }
}

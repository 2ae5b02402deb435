using WebRtc.Rtp;
using Xunit;

namespace WebRtc.Tests.Rtp;

public class RtpPacketTests
{
    [Fact]
    public void One_byte_extensions_are_found_between_padding()
    {
        Assert.True(RtpPacket.TryRead(RtpVectors.OneByte, out var packet));
        Assert.Equal(new RtpHeader(0x60, true, 1, 2, 3), packet.Header);
        Assert.True(packet.Extensions.TryGet(1, out var mid));
        Assert.Equal("0"u8, mid);
        Assert.True(packet.Extensions.TryGet(3, out var time));
        Assert.Equal<byte>([0xAB, 0xCD, 0xEF], time);
        Assert.False(packet.Extensions.TryGet(2, out _));
        Assert.False(packet.Extensions.TryGet(0, out _));
        Assert.Equal<byte>([0xAA, 0xBB], packet.Payload);
    }

    [Fact]
    public void Two_byte_extensions_are_found()
    {
        Assert.True(RtpPacket.TryRead(RtpVectors.TwoByte, out var packet));
        Assert.True(packet.Extensions.TryGet(17, out var value));
        Assert.Equal<byte>([1, 2], value);
        Assert.True(packet.Extensions.TryGet(4, out value));
        Assert.True(value.IsEmpty);
    }

    [Fact]
    public void Padding_and_contributing_sources_are_no_payload()
    {
        Assert.True(RtpPacket.TryRead(RtpVectors.Padded, out var packet));
        Assert.Equal<byte>([0xAA, 0xBB], packet.Payload);
    }

    [Theory]
    [InlineData("80600001000000020000")] // shorter than a header
    [InlineData("406000010000000200000003")] // version 1
    [InlineData("816000010000000200000003")] // a CSRC that is not there
    [InlineData("906000010000000200000003BEDE0001")] // an extension that is not there
    [InlineData("A0600001000000020000000300")] // padding of none
    [InlineData("A0600001000000020000000302")] // more padding than packet
    public void A_damaged_packet_is_refused(string hex) => Assert.False(RtpPacket.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var header = new RtpHeader(100, true, 65535, 4_000_000_000, 77);
        var buffer = new byte[100];
        var writer = new RtpWriter(buffer, header);
        writer.AddExtension(0, "not negotiated"u8);
        writer.AddExtension(4, "mid"u8);
        writer.AddExtension(7, [1, 2]);
        "payload"u8.CopyTo(writer.BeginPayload());
        var length = writer.End(7);

        Assert.True(RtpPacket.TryRead(buffer.AsSpan(0, length), out var packet));
        Assert.Equal(header, packet.Header);
        Assert.True(packet.Extensions.TryGet(4, out var mid) && mid.SequenceEqual("mid"u8));
        Assert.True(packet.Extensions.TryGet(7, out var two) && two.SequenceEqual(new byte[] { 1, 2 }));
        Assert.Equal("payload"u8, packet.Payload);
    }
}

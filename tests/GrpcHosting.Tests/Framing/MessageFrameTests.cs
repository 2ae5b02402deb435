using System.Buffers;
using GrpcHosting.Framing;
using Xunit;

namespace GrpcHosting.Tests.Framing;

public class MessageFrameTests
{
    private const int Max = 1000;

    [Fact]
    public void A_frame_is_whole_with_its_last_byte_however_it_is_cut()
    {
        byte[] bytes = [1, 0, 0, 0, 3, 7, 8, 9];
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(FrameState.Partial, MessageFrame.Read(Segments.ByteByByte(bytes[..length]), Max).State);

        var frame = MessageFrame.Read(Segments.ByteByByte([.. bytes, 0, 0]), Max);
        Assert.Equal(FrameState.Whole, frame.State);
        Assert.True(frame.Compressed);
        Assert.Equal([7, 8, 9], frame.Message.ToArray());
    }

    [Fact]
    public void An_empty_message_is_a_message()
    {
        var frame = MessageFrame.Read(new([0, 0, 0, 0, 0]), Max);
        Assert.Equal(FrameState.Whole, frame.State);
        Assert.True(frame.Message.IsEmpty);
    }

    [Theory]
    [InlineData(0, 0, 3, 0xE8, FrameState.Partial)]
    [InlineData(0, 0, 3, 0xE9, FrameState.TooLarge)]
    [InlineData(0x80, 0, 0, 0, FrameState.TooLarge)]
    [InlineData(0xFF, 0xFF, 0xFF, 0xFF, FrameState.TooLarge)]
    public void A_length_is_judged_by_the_prefix_alone(byte a, byte b, byte c, byte d, object state) =>
        Assert.Equal(state, MessageFrame.Read(new([0, a, b, c, d]), Max).State);

    [Fact]
    public void A_flag_is_judged_at_once() => Assert.Equal(FrameState.BadFlag, MessageFrame.Read(new([2]), Max).State);

    [Fact]
    public void A_prefix_is_read_as_it_was_written()
    {
        var output = new ArrayBufferWriter<byte>();
        MessageFrame.WritePrefix(output, compressed: true, 0x01020304);
        Assert.Equal([1, 1, 2, 3, 4], output.WrittenSpan.ToArray());
    }
}

using System.Buffers.Binary;
using WebRtc.Network;
using Xunit;

namespace WebRtc.Tests.Network;

public class FrameReaderTests
{
    private readonly FrameReader _frames = new();

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(700), InlineData(5000)]
    public void Datagrams_are_found_however_the_bytes_come(int chunk)
    {
        byte[][] datagrams = [[1], [], [.. Enumerable.Range(0, 1200).Select(i => (byte)i)], new byte[UdpPort.MaxDatagram], [2, 3]];
        var found = new List<byte[]>();
        for (var rest = datagrams.SelectMany(Framed).ToArray().AsMemory(); !rest.IsEmpty;)
        {
            var room = _frames.Room;
            Assert.False(room.IsEmpty);
            var part = Math.Min(Math.Min(chunk, room.Length), rest.Length);
            rest[..part].CopyTo(room);
            rest = rest[part..];
            _frames.Advance(part);
            while (_frames.TryTake(out var datagram))
                found.Add(datagram.ToArray());
        }
        Assert.Equal(datagrams, found);
        Assert.False(_frames.IsBroken);
    }

    [Fact]
    public void A_length_that_no_datagram_has_ends_it()
    {
        Framed(new byte[UdpPort.MaxDatagram + 1]).AsSpan(0, 2).CopyTo(_frames.Room.Span);
        _frames.Advance(2);
        Assert.False(_frames.TryTake(out _));
        Assert.True(_frames.IsBroken);
    }

    internal static byte[] Framed(byte[] datagram)
    {
        var frame = new byte[FrameReader.HeaderLength + datagram.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.Length);
        datagram.CopyTo(frame, FrameReader.HeaderLength);
        return frame;
    }
}

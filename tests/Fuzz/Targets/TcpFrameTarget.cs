using WebRtc.Network;
using Xunit;

namespace Fuzz.Targets;

/// <summary>What anybody writes into a connection, in pieces as long as the first byte says.</summary>
public sealed class TcpFrameTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => [[3, 0, 1, 9, 0, 0, 0, 2, 8, 7], [200, 8, 0, .. new byte[2048], 0, 1, 5]];

    public override bool Feed(byte[] input)
    {
        if (input.Length < 2 || input[0] == 0)
            return false;
        var frames = new FrameReader();
        var found = 0;
        for (var rest = input.AsMemory(1); !rest.IsEmpty;)
        {
            var room = frames.Room;
            Assert.True(frames.IsBroken || !room.IsEmpty);
            var part = Math.Min(Math.Min(input[0], room.Length), rest.Length);
            rest[..part].CopyTo(room);
            rest = rest[part..];
            frames.Advance(part);
            for (; frames.TryTake(out var datagram); found++)
                Assert.True(datagram.Length <= UdpPort.MaxDatagram);
            if (frames.IsBroken)
                return false;
        }
        return found > 0;
    }
}

using System.Buffers.Binary;
using Media;
using WebRtc;
using WebRtc.Depacketize;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: the codec, then payloads of one frame, each behind its length of two bytes.</summary>
public sealed class DepacketizerTarget : FuzzTarget
{
    private const int MaxUnit = 10_000;

    public override IEnumerable<byte[]> Seeds =>
        UnitVectors.All.Select(unit => (byte[])[(byte)unit.Codec, .. UnitVectors.Payloads(unit).SelectMany(Framed)]);

    public override bool Feed(byte[] input)
    {
        if (input.Length == 0 || !WebRtcOptions.KnownCodecs.Contains((VideoCodec)input[0]))
            return false;
        var unit = new UnitBuffer(MaxUnit);
        var depacketizer = Depacketizers.Of((VideoCodec)input[0], new byte[] { 0, 0, 0, 1, 0x67 });
        depacketizer.Begin();
        var rest = input.AsSpan(1);
        while (rest.Length >= 2)
        {
            var payload = rest[2..][..Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Length - 2)];
            depacketizer.IsStart(payload);
            if (!depacketizer.TryAdd(payload, unit))
                return false;
            rest = rest[(2 + payload.Length)..];
        }
        var ended = depacketizer.TryEnd(unit, out _);
        Assert.True(unit.Length <= MaxUnit);
        return ended;
    }

    private static byte[] Framed(byte[] payload) => [(byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}

using Media;
using WebRtc.Depacketize;
using Xunit;

namespace WebRtc.Tests.Depacketize;

public class RoundTripTests
{
    public static TheoryData<int> Units => [.. Enumerable.Range(0, UnitVectors.All.Length)];

    [Theory, MemberData(nameof(Units))]
    public void A_unit_comes_out_as_it_went_in(int index)
    {
        var expected = UnitVectors.All[index];
        foreach (var maxLength in (int[])[64, 300, 1100, 1101, 1400])
        {
            var payloads = UnitVectors.Payloads(expected, maxLength);
            Assert.All(payloads, payload => Assert.InRange(payload.Length, 2, maxLength));
            Assert.True(TryAssemble(expected.Codec, payloads, out var unit, out var isKey));
            Assert.Equal(expected.Bytes, unit);
            Assert.Equal(expected.IsKey, isKey);
        }
    }

    [Theory, MemberData(nameof(Units))]
    public void Only_the_first_payload_begins_a_frame(int index)
    {
        var vector = UnitVectors.All[index];
        var payloads = UnitVectors.Payloads(vector, 300);
        var depacketizer = Depacketizers.Of(vector.Codec);
        Assert.True(depacketizer.IsStart(payloads[0]));
        if (vector.Codec is not (VideoCodec.Av1 or VideoCodec.H264))
            Assert.All(payloads.Skip(1), payload => Assert.False(depacketizer.IsStart(payload)));
    }

    [Theory, InlineData(VideoCodec.H264), InlineData(VideoCodec.Vp9), InlineData(VideoCodec.Av1)]
    public void A_frame_without_its_last_payload_has_no_end(VideoCodec codec)
    {
        var payloads = UnitVectors.Payloads(UnitVectors.All.First(unit => unit.Codec == codec), 300);
        Assert.False(TryAssemble(codec, payloads.SkipLast(1), out _, out _));
    }

    internal static bool TryAssemble(VideoCodec codec, IEnumerable<byte[]> payloads, out byte[] unit, out bool isKey)
    {
        var buffer = new UnitBuffer(1 << 20);
        var depacketizer = Depacketizers.Of(codec);
        depacketizer.Begin();
        (unit, isKey) = ([], false);
        if (!payloads.All(payload => depacketizer.TryAdd(payload, buffer)) || !depacketizer.TryEnd(buffer, out isKey))
            return false;
        unit = buffer.Memory.ToArray();
        return true;
    }
}

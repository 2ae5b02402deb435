using Media;
using WebRtc.Depacketize;
using Xunit;

namespace WebRtc.Tests.Depacketize;

public class DepacketizerTests
{
    [Fact]
    public void H264_parameter_sets_of_the_session_description_stand_before_an_IDR_slice_without_any()
    {
        var unit = new UnitBuffer(1000);
        var depacketizer = new H264Depacketizer(new byte[] { 0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 2 });
        depacketizer.Begin();
        Assert.True(depacketizer.TryAdd([0x06, 9], unit) && depacketizer.TryAdd([0x65, 3], unit) && depacketizer.TryEnd(unit, out var isKey) && isKey);
        Assert.Equal<byte>([0, 0, 0, 1, 6, 9, 0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 2, 0, 0, 0, 1, 0x65, 3], unit.Memory.ToArray());
    }

    [Theory]
    [InlineData("78000567")] // STAP-A: a size past the end
    [InlineData("780000")] // a size of 0
    [InlineData("7CC5AA")] // FU-A that is first and last
    [InlineData("7C45AA")] // FU-A without a beginning
    [InlineData("7D85AA")] // FU-B
    [InlineData("65")] // a header alone
    public void H264_that_breaks_the_rules_is_refused(string hex) => Refused(VideoCodec.H264, hex);

    [Theory]
    [InlineData("90")] // an extension that is not there
    [InlineData("908080")] // a picture id of two bytes that is not there
    [InlineData("10")] // no frame behind the descriptor
    public void VP8_that_breaks_the_rules_is_refused(string hex) => Refused(VideoCodec.Vp8, hex);

    [Theory]
    [InlineData("8C")] // a picture id that is not there
    [InlineData("5C01010111")] // four references
    [InlineData("0A18FF")] // a picture group that is not there
    [InlineData("04AA")] // an end without a beginning
    public void VP9_that_breaks_the_rules_is_refused(string hex) => Refused(VideoCodec.Vp9, hex);

    [Theory]
    [InlineData("90AA")] // continues what was not begun
    [InlineData("0005AA")] // a size past the end
    [InlineData("00FFFFFFFFFFFFFFFFFF")] // a size without an end
    public void AV1_that_breaks_the_rules_is_refused(string hex) => Refused(VideoCodec.Av1, hex);

    [Fact]
    public void VP9_layers_become_a_superframe()
    {
        // Two layers with ids, each of two bytes, the second one predicted between layers.
        Assert.True(RoundTripTests.TryAssemble(VideoCodec.Vp9, [[0x2C, 0x00, 0x01, 0xAA, 0xBB], [0x2C, 0x03, 0x01, 0xCC]], out var unit, out var isKey));
        Assert.Equal<byte>([0xAA, 0xBB, 0xCC, 0xD9, 2, 0, 0, 0, 1, 0, 0, 0, 0xD9], unit);
        Assert.True(isKey);
    }

    [Fact]
    public void VP9_descriptors_with_every_field_are_skipped()
    {
        byte[] flexible = [0xFC, 0x81, 0x02, 0x21, 0x03, 0x02, 0xAA];
        Assert.True(Vp9Descriptor.TryRead(flexible, out var descriptor));
        Assert.Equal(new Vp9Descriptor(6, true, true, true, 0), descriptor);
        byte[] structure = [0x0E, 0x38, 0, 1, 0, 2, 0, 3, 0, 4, 2, 0x04, 9, 0x00, 0xAA];
        Assert.True(Vp9Descriptor.TryRead(structure, out descriptor));
        Assert.Equal(14, descriptor.Length);
    }

    [Fact]
    public void AV1_elements_with_sizes_and_without_become_OBUs_with_sizes()
    {
        // W = 0: a delimiter that is dropped, a sequence header with its own size, a frame without.
        byte[] payload = [0x08, 2, 0x12, 0, 4, 0x0A, 2, 7, 8, 3, 0x30, 1, 2];
        Assert.True(RoundTripTests.TryAssemble(VideoCodec.Av1, [payload], out var unit, out var isKey));
        Assert.Equal<byte>([0x12, 0, 0x0A, 2, 7, 8, 0x32, 2, 1, 2], unit);
        Assert.True(isKey);
    }

    [Fact]
    public void A_unit_stops_at_its_cap()
    {
        var unit = new UnitBuffer(100);
        var depacketizer = new Vp8Depacketizer();
        Assert.True(depacketizer.TryAdd(new byte[90], unit));
        Assert.False(depacketizer.TryAdd(new byte[90], unit));
    }

    private static void Refused(VideoCodec codec, string hex) =>
        Assert.False(RoundTripTests.TryAssemble(codec, [Convert.FromHexString(hex)], out _, out _));
}

using Scene.Geometry;
using Scene.Optics;
using Xunit;

namespace Scene.Tests;

/// <summary>Each vector routine against its scalar twin, with lengths that leave a rest.</summary>
public sealed class SimdTests
{
    [Theory]
    [InlineData(1), InlineData(31), InlineData(64), InlineData(1283)]
    public void The_lens_weighs_alike(int length)
    {
        var (a, b, c) = (Bytes(length, 1), Bytes(length, 2), Bytes(length, 3));
        var (vector, scalar) = (new byte[length], new byte[length]);
        LensBlur.Weigh(a, b, c, vector);
        LensBlur.WeighScalar(a, b, c, scalar);
        Assert.Equal(scalar, vector);
    }

    [Theory]
    [InlineData(1, 251), InlineData(40, 256), InlineData(1283, 261), InlineData(257, 270)]
    public void The_sensor_exposes_alike(int length, int gain)
    {
        var from = Bytes(length, 4).Select(value => (byte)(16 + value * 219 / 255)).ToArray();
        var grain = Bytes(length, 5).Select(value => (byte)(value % 25)).ToArray();
        var (vector, scalar) = (new byte[length], new byte[length]);
        var lift = (ushort)(16 * (256 - gain) + 128);
        SensorNoise.Expose(from, grain, vector, (ushort)gain, lift, 235);
        SensorNoise.ExposeScalar(from, grain, scalar, (ushort)gain, lift, 235);
        Assert.Equal(scalar, vector);
    }

    [Fact]
    public void A_lens_leaves_an_even_grey_and_spreads_a_point()
    {
        var plane = new byte[8 * 8];
        plane.AsSpan().Fill(100);
        new LensBlur(8).Soften(plane, 8);
        Assert.All(plane, sample => Assert.Equal(100, sample));

        plane[3 * 8 + 4] = 228;
        new LensBlur(8).Soften(plane, 8);
        Assert.Equal(132, plane[3 * 8 + 4]);
        Assert.Equal(116, plane[2 * 8 + 4]);
        Assert.Equal(108, plane[2 * 8 + 5]);
    }

    private static byte[] Bytes(int length, ulong seed)
    {
        var random = new RandomSource(seed, 0);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next())];
    }
}

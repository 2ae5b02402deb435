using Xunit;

namespace Annotate.Tests;

public class ShapeTests
{
    [Fact]
    public void A_disc_covers_its_area() => Assert.Equal(Math.PI * 100, Covered(new Capsule(20.3f, 20.6f, 20.3f, 20.6f, 10)), 2.0);

    [Fact]
    public void A_slanted_line_covers_its_length_times_its_thickness_and_two_half_discs() =>
        Assert.Equal(25 * 6 + Math.PI * 9, Covered(new Capsule(10, 12, 30, 27, 3)), 2.0);

    [Fact]
    public void A_sharp_area_covers_whole_pixels() => Assert.Equal(7 * 9, Covered(new RoundedArea(Area.At(5, 6, 7, 9))), 1e-6);

    [Fact]
    public void A_rounded_area_lacks_its_corners() =>
        Assert.Equal(30 * 20 - (4 - Math.PI) * 25, Covered(new RoundedArea(Area.At(5, 6, 30, 20), 5)), 2.0);

    [Fact]
    public void A_line_covers_nothing_outside_the_rows_and_columns_that_it_names()
    {
        var random = new Random(1);
        Span<byte> row = stackalloc byte[64];
        for (var round = 0; round < 300; round++)
        {
            var line = new Capsule(Any(), Any(), Any(), Any(), 0.5f + 4 * random.NextSingle());
            for (var y = 0; y < 64; y++)
            {
                line.Cover(0, y, row);
                var ((top, bottom), (left, right)) = (line.Rows, line.Columns(y & ~1));
                for (var x = 0; x < 64; x++)
                    Assert.True(row[x] == 0 || (y >= top && y < bottom && x >= left && x < right), $"({x}, {y}) of round {round}");
            }
        }

        float Any() => 64 * random.NextSingle();
    }

    [Fact]
    public void Full_ink_replaces_half_ink_mixes_and_none_leaves()
    {
        for (var below = 0; below <= 255; below++)
        {
            Assert.Equal(77, new Ink(77, 0, 0, 255).Over((byte)below, 77, 255));
            Assert.Equal(below, new Ink(77, 0, 0, 255).Over((byte)below, 77, 0));
            Assert.InRange(new Ink(77, 0, 0, 128).Over((byte)below, 77, 255), (below + 77) / 2 - 1, (below + 77) / 2 + 1);
        }
    }

    /// <summary>In pixels.</summary>
    private static double Covered<TShape>(TShape shape)
        where TShape : IShape
    {
        var sum = 0.0;
        Span<byte> row = stackalloc byte[64];
        for (var y = 0; y < 64; y++)
        {
            shape.Cover(0, y, row);
            foreach (var coverage in row)
                sum += coverage / 255.0;
        }

        return sum;
    }
}

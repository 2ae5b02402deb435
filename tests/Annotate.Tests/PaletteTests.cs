using Xunit;

namespace Annotate.Tests;

public class PaletteTests
{
    // Machado, Oliveira, Fernandes 2009, full severity, on linear R, G, B.
    private static readonly double[][] Eyes =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    [Theory]
    [InlineData(0, 0x33CCFF)]
    [InlineData(1, 0xDD4411)]
    [InlineData(16, 0x33CCFF)]
    [InlineData(-1, 0xBB6699)]
    public void An_id_has_one_colour_for_ever(int id, uint colour) => Assert.Equal(Rgb.FromHex(colour), Palette.ColourOf(id));

    [Fact]
    public void Neighbouring_ids_differ_in_colour() =>
        Assert.Equal(Palette.Count, Enumerable.Range(100, Palette.Count).Select(Palette.ColourOf).Distinct().Count());

    /// <summary>0.02 is the least OKLab distance that is seen side by side; three times that is seen across a picture.</summary>
    [Fact]
    public void The_first_eight_are_told_apart_by_every_eye()
    {
        foreach (var eye in Eyes)
        {
            var seen = Enumerable.Range(0, 8).Select(id => OkLab(See(Palette.ColourOf(id), eye))).ToArray();
            for (var i = 0; i < seen.Length; i++)
            {
                for (var j = 0; j < i; j++)
                    Assert.True(Distance(seen[i], seen[j]) > 0.06, $"{Palette.ColourOf(i)} and {Palette.ColourOf(j)} for eye {Array.IndexOf(Eyes, eye)}");
            }
        }
    }

    /// <summary>4.5 is WCAG's least contrast for text; these tags are short, so 3, its least for large text, is enough.</summary>
    [Fact]
    public void Text_stands_out_from_its_tag()
    {
        for (var id = 0; id < Palette.Count; id++)
        {
            var (tag, text) = (Luminance(Palette.ColourOf(id)), Luminance(Palette.ColourOf(id).Contrast()));
            Assert.InRange((Math.Max(tag, text) + 0.05) / (Math.Min(tag, text) + 0.05), 3, 21);
        }
    }

    private static double Luminance(Rgb colour) => 0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(byte value) => value / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    private static double[] See(Rgb colour, double[] eye) => Apply(eye, [Linear(colour.R), Linear(colour.G), Linear(colour.B)]);

    private static double[] OkLab(double[] linear)
    {
        var cones = Apply([0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005], linear);
        return Apply(
            [0.2104542553, 0.7936177850, -0.0040720468, 1.9779984951, -2.4285922050, 0.4505937099, 0.0259040371, 0.7827717662, -0.8086757660],
            [.. cones.Select(Math.Cbrt)]);
    }

    private static double[] Apply(double[] m, double[] v) =>
        [.. Enumerable.Range(0, 3).Select(row => m[3 * row] * v[0] + m[3 * row + 1] * v[1] + m[3 * row + 2] * v[2])];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}

using Xunit;

namespace Annotate.Tests;

public class GlyphAtlasTests
{
    private static readonly char[] Printable = [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)];

    [Fact]
    public void Every_printable_character_looks_different_from_the_rest()
    {
        var atlas = new GlyphAtlas(12);
        var looks = Printable.Append('…').Append('Ж').Select(character => Convert.ToHexString(Ink(atlas, character))).ToHashSet();
        Assert.Equal(Printable.Length + 2, looks.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(29)]
    [InlineData(120)]
    public void Ink_is_there_and_stays_inside_its_cell(int capHeight)
    {
        var atlas = new GlyphAtlas(capHeight);
        for (var glyph = 1; glyph < GlyphStrokes.Count; glyph++)
        {
            var ink = Enumerable.Range(0, atlas.CellHeight).SelectMany(y => atlas.Row(glyph, y).ToArray()).ToArray();
            Assert.Contains(ink, coverage => coverage > 128);
            Assert.Equal(-1, atlas.Row(glyph, 0).IndexOfAnyExcept((byte)0));
            Assert.Equal(-1, atlas.Row(glyph, atlas.CellHeight - 1).IndexOfAnyExcept((byte)0));
            for (var y = 0; y < atlas.CellHeight; y++)
                Assert.Equal((0, 0), (atlas.Row(glyph, y)[0], atlas.Row(glyph, y)[^1]));
        }
    }

    [Fact]
    public void Digits_are_equally_wide() => Assert.Single("0123456789".Select(new GlyphAtlas(15).AdvanceOf).Distinct());

    /// <summary>A stroke of 3 pixels at this size: full in the middle, and nearly nothing beside.</summary>
    [Fact]
    public void A_stem_begins_where_it_is_asked_to_and_is_crisp()
    {
        Span<byte> row = stackalloc byte[8];
        new GlyphAtlas(20).GlyphAt('L', left: 2, top: 0).Cover(0, 10, row);
        Assert.Equal([0, 0, 255, 255, 255, 0, 0, 0], row.ToArray());
    }

    [Fact]
    public void A_line_of_text_is_as_wide_as_its_letters_without_the_last_gap()
    {
        var atlas = new GlyphAtlas(20);
        Assert.Equal(0, atlas.Measure(""));
        Assert.Equal(atlas.AdvanceOf('a') + atlas.Measure("b"), atlas.Measure("ab"));
        Assert.True(atlas.Measure("b") < atlas.AdvanceOf('b'));
    }

    private static byte[] Ink(GlyphAtlas atlas, char character) =>
        [.. Enumerable.Range(0, atlas.CellHeight).SelectMany(y => atlas.Row(GlyphStrokes.IndexOf(character), y).ToArray())];
}

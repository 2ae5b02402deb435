namespace Annotate;

/// <summary>Sizes in pixels, in step with the picture's shorter side, so that a drawing looks alike from 480p to 4K.</summary>
internal readonly record struct Pens
{
    // Below that letters close up.
    private const int MinCapHeight = 8;

    /// <summary>Thickness of a box's line.</summary>
    public int Line { get; private init; }

    /// <summary>Height of a capital in a tag.</summary>
    public int CapHeight { get; private init; }

    /// <summary>Dark margin on both sides of a line, so that it is seen on any ground.</summary>
    public int Casing { get; private init; }

    /// <summary>Space around the text of a tag.</summary>
    public int Padding { get; private init; }

    /// <summary>For tags of objects that are small in the picture: two thirds, where letters stay apart at that.</summary>
    public Pens ForSmall() => this with { CapHeight = Math.Max(MinCapHeight, 2 * CapHeight / 3), Padding = Math.Max(3, 2 * Padding / 3) };

    public static Pens For(in Area picture)
    {
        var side = Math.Min(picture.Width, picture.Height);
        return new Pens
        {
            // Two at least: chroma has half the size, so a thinner line has no colour.
            Line = Math.Max(2, (side + 200) / 400),
            // 120 at most bounds the letters' memory to 2 MB; 4K takes 29.
            CapHeight = Math.Clamp((side + 37) / 75, MinCapHeight, 120),
            Casing = Math.Max(1, (side + 500) / 1000),
            Padding = Math.Max(4, (side + 100) / 180),
        };
    }
}

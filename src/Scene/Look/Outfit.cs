using Scene.Geometry;

namespace Scene.Look;

internal enum HairStyle : byte { Bald, Buzz, Short, Swept, Bob, Long, Bun, Tail, Beanie, Cap }

internal enum Legwear : byte { Trousers, Shorts, Skirt }

/// <summary>The cut of what a person wears; colours and patterns are the <see cref="Wardrobe"/>'s.</summary>
/// <param name="Feminine">Leans hair and cut one way or the other.</param>
/// <param name="Hair">Hair, or what covers it.</param>
/// <param name="TopHem">Lower edge of shirt or jacket, in statures.</param>
/// <param name="TopLooseness">How far it stands off the body, metres.</param>
/// <param name="SleeveLength">In arm lengths: 0.3 ends above the elbow, 1 at the wrist.</param>
/// <param name="Legwear">What covers the legs.</param>
/// <param name="LegwearHem">Its lower edge, in statures.</param>
/// <param name="LegwearLooseness">How far it stands off the leg, metres.</param>
internal sealed record Outfit(
    bool Feminine, HairStyle Hair, float TopHem, float TopLooseness, float SleeveLength, Legwear Legwear, float LegwearHem, float LegwearLooseness)
{
    private static readonly HairStyle[] Menswear =
        [HairStyle.Bald, HairStyle.Buzz, HairStyle.Short, HairStyle.Short, HairStyle.Short, HairStyle.Swept, HairStyle.Swept, HairStyle.Beanie, HairStyle.Cap];

    private static readonly HairStyle[] Womenswear =
        [HairStyle.Long, HairStyle.Long, HairStyle.Bob, HairStyle.Bun, HairStyle.Tail, HairStyle.Swept, HairStyle.Beanie];

    /// <param name="random">Chooses.</param>
    /// <param name="feminine">See <see cref="Feminine"/>.</param>
    /// <param name="seated">Has to sit in it, which our skirts cannot.</param>
    public static Outfit Draw(RandomSource random, bool feminine, bool seated)
    {
        var legwear = random.Chance(feminine && !seated ? 0.25f : 0) ? Legwear.Skirt : random.Chance(0.15f) ? Legwear.Shorts : Legwear.Trousers;
        var jacket = random.Chance(0.35f);
        return new(
            feminine,
            random.Pick<HairStyle>(feminine ? Womenswear : Menswear),
            random.Between(0.475f, 0.515f),
            jacket ? random.Between(0.012f, 0.024f) : random.Between(0.003f, 0.012f),
            jacket || random.Chance(0.45f) ? random.Between(0.95f, 1) : random.Between(0.24f, 0.36f),
            legwear,
            legwear switch { Legwear.Trousers => 0.042f, Legwear.Shorts => random.Between(0.29f, 0.34f), _ => random.Between(0.24f, 0.38f) },
            random.Between(0.004f, 0.016f));
    }
}

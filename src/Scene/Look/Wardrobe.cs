using Scene.Geometry;
using Scene.Mesh;

namespace Scene.Look;

/// <summary>The textures of one person, one for each <see cref="Surface"/>.</summary>
internal sealed class Wardrobe
{
    private readonly Texture[] _textures = new Texture[8];

    public Wardrobe(RandomSource random, Outfit outfit, ColourProfile profile, Detail detail)
    {
        // Texels a metre follow the pixels a metre of the nearest the person comes.
        var fine = detail switch { Detail.Near => 9, Detail.Middle => 8, _ => 6 };
        var skin = Palette.Skin(random);
        var hair = Palette.Hair(random, skin.X < 0.6f ? 1 : 0);
        var top = Fabric.DrawTop(random);
        var trunk = TrunkPainter.Draw(random, top, skin);
        var face = FacePainter.Draw(random, skin, hair, outfit);
        var legwear = Fabric.DrawLegwear(random, outfit.Legwear == Legwear.Skirt);
        var (shoe, sole, hat, seed) = (Palette.Shoe(random), Palette.Shoe(random), Palette.Cloth(random), random.Next());

        Set(Surface.Face, fine, face.At);
        Set(Surface.Skin, fine - 2, (u, v) => skin * (1 + 0.04f * Noise.Value(u * 16, v * 16, seed)));
        Set(Surface.Hair, fine - 2, (u, v) => hair * (1 + 0.30f * Noise.Value(u * 60, v * 7, seed) + 0.15f * Noise.Value(u * 130, v * 16, seed)));
        Set(Surface.Trunk, fine, trunk.At);
        Set(Surface.Sleeve, fine - 1, top.At);
        Set(Surface.Legwear, fine - 1, legwear.At);
        Set(Surface.Shoe, fine - 3, (u, _) => MathF.Abs(u - 0.5f) > 0.36f ? sole : shoe);
        Set(Surface.Hat, fine - 2, (u, v) => hat * (1 + 0.12f * Trig.SinTurns(u * 24) + 0.05f * Noise.Value(u * 40, v * 40, seed)));

        void Set(Surface surface, int log2Side, Func<float, float, Vec3> paint) => _textures[(int)surface] = new(log2Side, profile, paint);
    }

    /// <param name="surface">What is to be covered.</param>
    /// <param name="density">Pixels a metre where the person is.</param>
    public Texels For(Surface surface, float density) => _textures[(int)surface].At(density * Side(surface));

    /// <summary>Metres that the side of a texture covers.</summary>
    private static float Side(Surface surface) => surface switch
    {
        Surface.Face => 0.20f,
        Surface.Trunk => 0.85f,
        _ => Cloth.TileSide,
    };
}

using Scene.Look;

namespace Scene.Raster;

/// <summary>Draws the triangles of one person: nearest wins, texture times light, and counts of what is covered and what shows.</summary>
internal sealed class BodyPainter(Canvas canvas)
{
    /// <summary>Fraction bits of texture coordinates and light along a row.</summary>
    private const int Fraction = 16;

    /// <summary>Below this a triangle is an edge-on sliver, with gradients too steep to be of use; pixels².</summary>
    private const float LeastArea = 1e-3f;

    public void Draw(byte owner, Texels texels, ReadOnlySpan<ScreenVertex> vertices, ReadOnlySpan<int> indices)
    {
        for (var i = 0; i + 2 < indices.Length; i += 3)
            Draw(owner, texels, vertices[indices[i]], vertices[indices[i + 1]], vertices[indices[i + 2]]);
    }

    private void Draw(byte owner, in Texels texels, in ScreenVertex a, in ScreenVertex b, in ScreenVertex c)
    {
        var area = Triangle.Area(a, b, c);
        if (area > -LeastArea || a.Nearness == 0 || b.Nearness == 0 || c.Nearness == 0)
            return;
        if (Triangle.MissesPixels(a, b, c, canvas.Width, canvas.Height))
            return;
        var triangle = Triangle.Of(a, b, c, canvas.Width, canvas.Height);

        var (inverse, side) = (1 / area, (float)(1 << texels.Log2Side));
        var nearness = Gradient.Over(a, b, c, inverse, a.Nearness, b.Nearness, c.Nearness);
        var gain = Gradient.Over(a, b, c, inverse, a.Gain, b.Gain, c.Gain);
        var u = Gradient.Over(a, b, c, inverse, a.U * side, b.U * side, c.U * side);
        var v = Gradient.Over(a, b, c, inverse, a.V * side, b.V * side, c.V * side);
        var smear = Smear.Of((a.MotionX + b.MotionX + c.MotionX) / 3, (a.MotionY + b.MotionY + c.MotionY) / 3);

        var extent = Extent.Empty;
        for (var row = triangle.FirstRow; row < triangle.EndRow; row++)
        {
            var (from, to) = triangle.Row(row);
            if (from >= to)
                continue;
            extent = extent.With(row, from, to);
            Paint(owner, texels, smear, row, from, to, nearness, gain, u, v);
        }
        canvas.Extents[owner] = canvas.Extents[owner].With(extent);
        if (smear.IsSeen && extent.Right > 0)
            canvas.Smear(extent, smear);
    }

    private void Paint(
        byte owner, in Texels texels, Smear smear, int row, int from, int to,
        in Gradient nearness, in Gradient gain, in Gradient u, in Gradient v)
    {
        var start = row * canvas.Width + from;
        var fragments = canvas.Fragments.AsSpan(start, to - from);
        var luma = canvas.Luma.AsSpan(start, to - from);
        var packed = texels.Packed;
        var (log2Side, mask) = (texels.Log2Side, (1 << texels.Log2Side) - 1);
        var near = nearness.At(from, row);
        var (light, lightStep) = (Fixed(gain.At(from, row)), Fixed(gain.X));
        var (tu, uStep) = (Fixed(u.At(from, row)), Fixed(u.X));
        var (tv, vStep) = (Fixed(v.At(from, row)), Fixed(v.X));
        // Of each two by two pixels, the first gives the colour.
        var coloured = (row & 1) == 0 ? from & 1 : 2;
        var covered = 0;
        for (var i = 0; i < fragments.Length; i++)
        {
            ref var fragment = ref fragments[i];
            if (fragment.Touched != owner)
                covered++;
            fragment.Touched = owner;
            if (near > fragment.Nearness)
            {
                if (fragment.Owner != owner)
                    Take(owner, ref fragment);
                fragment.Nearness = near;
                fragment.Smear = smear;
                var texel = packed[(tv >> Fraction & mask) << log2Side | tu >> Fraction & mask];
                luma[i] = (byte)Math.Min(16 + ((int)(texel & 0xFF) * (light >> 8) >> 8), 235);
                if ((i & 1) == coloured)
                    PaintChroma(row * canvas.Width / 4 + (from + i) / 2, texel, light >> 8);
            }
            near += nearness.X;
            light += lightStep;
            tu += uStep;
            tv += vStep;
        }
        canvas.Covered[owner] += covered;
    }

    private void PaintChroma(int sample, uint texel, int light)
    {
        canvas.Cb[sample] = Chroma((int)(texel >> 8 & 0xFF), light);
        canvas.Cr[sample] = Chroma((int)(texel >> 16 & 0xFF), light);
    }

    private static byte Chroma(int value, int light) => (byte)Math.Clamp(128 + ((value - 128) * light >> 8), 16, 240);

    private void Take(byte owner, ref Fragment fragment)
    {
        canvas.Shown[fragment.Owner]--;
        canvas.Shown[owner]++;
        fragment.Owner = owner;
    }

    private static int Fixed(float value) => (int)(value * (1 << Fraction));
}

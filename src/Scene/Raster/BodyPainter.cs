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
        if (area > -LeastArea || a.Nearness == 0 || b.Nearness == 0 || c.Nearness == 0) return;
        var triangle = Triangle.Of(a, b, c, canvas.Width, canvas.Height);
        if (triangle.FirstRow >= triangle.EndRow) return;

        var (inverse, side) = (1 / area, (float)(1 << texels.Log2Side));
        var nearness = Gradient.Over(a, b, c, inverse, a.Nearness, b.Nearness, c.Nearness);
        var gain = Gradient.Over(a, b, c, inverse, a.Gain, b.Gain, c.Gain);
        var u = Gradient.Over(a, b, c, inverse, a.U * side, b.U * side, c.U * side);
        var v = Gradient.Over(a, b, c, inverse, a.V * side, b.V * side, c.V * side);
        var smear = Smear.Of((a.MotionX + b.MotionX + c.MotionX) / 3, (a.MotionY + b.MotionY + c.MotionY) / 3);

        for (var row = triangle.FirstRow; row < triangle.EndRow; row++)
        {
            var (from, to) = triangle.Row(row);
            if (from >= to) continue;
            if (smear.SquaredLength > 0) Spread(smear, row, from, to);
            Paint(owner, texels, smear, row, from, to, nearness, gain, u, v);
        }
    }

    private void Paint(
        byte owner, in Texels texels, Smear smear, int row, int from, int to,
        in Gradient nearness, in Gradient gain, in Gradient u, in Gradient v)
    {
        var packed = texels.Packed;
        var mask = (1 << texels.Log2Side) - 1;
        var near = nearness.At(from, row);
        var (light, lightStep) = (Fixed(gain.At(from, row)), Fixed(gain.X));
        var (tu, uStep) = (Fixed(u.At(from, row)), Fixed(u.X));
        var (tv, vStep) = (Fixed(v.At(from, row)), Fixed(v.X));
        var pixel = row * canvas.Width + from;
        for (var column = from; column < to; column++, pixel++)
        {
            if (canvas.Touched[pixel] != owner) Touch(owner, pixel);
            if (near > canvas.Nearness[pixel])
            {
                canvas.Nearness[pixel] = near;
                canvas.Smear[pixel] = smear;
                if (canvas.Owner[pixel] != owner) Take(owner, pixel);
                var texel = packed[(tv >> Fraction & mask) << texels.Log2Side | tu >> Fraction & mask];
                canvas.Luma[pixel] = (byte)Math.Min(16 + ((int)(texel & 0xFF) * (light >> 8) >> 8), 235);
                if (((row | column) & 1) == 0) PaintChroma(row * canvas.Width / 4 + column / 2, texel, light >> 8);
            }
            near += nearness.X;
            light += lightStep;
            tu += uStep;
            tv += vStep;
        }
    }

    private void PaintChroma(int sample, uint texel, int light)
    {
        canvas.Cb[sample] = Chroma((int)(texel >> 8 & 0xFF), light);
        canvas.Cr[sample] = Chroma((int)(texel >> 16 & 0xFF), light);
    }

    private static byte Chroma(int value, int light) => (byte)Math.Clamp(128 + ((value - 128) * light >> 8), 16, 240);

    private void Touch(byte owner, int pixel)
    {
        canvas.Touched[pixel] = owner;
        canvas.Covered[owner]++;
    }

    private void Take(byte owner, int pixel)
    {
        canvas.Shown[canvas.Owner[pixel]]--;
        canvas.Shown[owner]++;
        canvas.Owner[pixel] = owner;
    }

    private void Spread(Smear smear, int row, int from, int to)
    {
        var line = row / Canvas.Tile * canvas.TilesAcross;
        for (var tile = from / Canvas.Tile; tile <= (to - 1) / Canvas.Tile; tile++)
        {
            if (smear.SquaredLength > canvas.TileSmear[line + tile].SquaredLength) canvas.TileSmear[line + tile] = smear;
        }
    }

    private static int Fixed(float value) => (int)(value * (1 << Fraction));
}

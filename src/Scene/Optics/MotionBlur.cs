using Scene.Raster;

namespace Scene.Optics;

/// <summary>What an open shutter does to what moves: each pixel gathers what passed over it (after McGuire et al., A Reconstruction Filter for Plausible Motion Blur, 2012).</summary>
internal sealed class MotionBlur(Canvas canvas)
{
    /// <summary>Most samples along the way. Their number is odd, for the pixel itself is in the middle; a short way needs fewer.</summary>
    private const int MostTaps = 9;

    private readonly byte[] _luma = new byte[canvas.Luma.Length];
    private readonly byte[] _cb = new byte[canvas.Cb.Length];
    private readonly byte[] _cr = new byte[canvas.Cr.Length];
    private readonly Smear[] _way = new Smear[canvas.TileSmear.Length];

    public void Apply()
    {
        var any = false;
        for (var tile = 0; tile < _way.Length; tile++)
        {
            _way[tile] = Neighbourhood(tile % canvas.TilesAcross, tile / canvas.TilesAcross);
            any |= _way[tile].IsSeen;
        }
        if (!any)
            return;
        Apply(canvas.Luma, _luma, 0);
        Apply(canvas.Cb, _cb, 1);
        Apply(canvas.Cr, _cr, 1);
    }

    /// <summary>The greatest motion in a tile and the eight round it: what could reach into the tile.</summary>
    private Smear Neighbourhood(int x, int y)
    {
        var greatest = default(Smear);
        for (var row = Math.Max(0, y - 1); row <= Math.Min(canvas.TilesDown - 1, y + 1); row++)
        {
            for (var column = Math.Max(0, x - 1); column <= Math.Min(canvas.TilesAcross - 1, x + 1); column++)
            {
                var smear = canvas.TileSmear[row * canvas.TilesAcross + column];
                if (smear.SquaredLength > greatest.SquaredLength)
                    greatest = smear;
            }
        }
        return greatest;
    }

    /// <param name="plane">Samples; blurred in place.</param>
    /// <param name="scratch">As many.</param>
    /// <param name="shift">1 for chroma, of half the resolution.</param>
    private void Apply(byte[] plane, byte[] scratch, int shift)
    {
        for (var tile = 0; tile < _way.Length; tile++)
        {
            if (_way[tile].IsSeen)
                BlurTile(plane, scratch, shift, tile);
        }
        for (var tile = 0; tile < _way.Length; tile++)
        {
            if (_way[tile].IsSeen)
                CopyTile(scratch, plane, shift, tile);
        }
    }

    private void BlurTile(byte[] from, byte[] to, int shift, int tile)
    {
        var length = (int)MathF.Sqrt(_way[tile].SquaredLength) / 4 >> shift;
        Span<Tap> taps = stackalloc Tap[Math.Clamp(length | 1, 3, MostTaps)];
        Spread(_way[tile], shift, taps);
        var (left, top, right, bottom) = Bounds(tile, shift);
        var width = canvas.Width >> shift;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                to[y * width + x] = Gather(from, shift, taps, x, y);
        }
    }

    private static void Spread(Smear way, int shift, Span<Tap> taps)
    {
        for (var i = 0; i < taps.Length; i++)
        {
            // From nearly -1/2 to nearly 1/2 of the way, in quarters of a pixel of full resolution.
            var part = i - taps.Length / 2;
            var (dx, dy) = (way.X * part / taps.Length, way.Y * part / taps.Length);
            taps[i] = new(dx >> (2 + shift), dy >> (2 + shift), 4 * (dx * dx + dy * dy));
        }
    }

    private byte Gather(byte[] plane, int shift, ReadOnlySpan<Tap> taps, int x, int y)
    {
        var (width, height) = (canvas.Width >> shift, canvas.Height >> shift);
        int own = plane[y * width + x], sum = 0;
        foreach (ref readonly var tap in taps)
        {
            var (sx, sy) = (x + tap.X, y + tap.Y);
            if ((uint)sx >= (uint)width || (uint)sy >= (uint)height)
            {
                sum += own;
                continue;
            }
            ref readonly var there = ref canvas.Fragments[(sy << shift) * canvas.Width + (sx << shift)];
            var reaches = there.Owner != 0 && there.Smear.SquaredLength >= tap.Needed;
            sum += reaches ? plane[sy * width + sx] : own;
        }
        return (byte)((sum + taps.Length / 2) / taps.Length);
    }

    private void CopyTile(byte[] from, byte[] to, int shift, int tile)
    {
        var (left, top, right, bottom) = Bounds(tile, shift);
        var width = canvas.Width >> shift;
        for (var y = top; y < bottom; y++)
            from.AsSpan(y * width + left, right - left).CopyTo(to.AsSpan(y * width + left));
    }

    private (int Left, int Top, int Right, int Bottom) Bounds(int tile, int shift)
    {
        var side = Canvas.Tile >> shift;
        var (left, top) = (tile % canvas.TilesAcross * side, tile / canvas.TilesAcross * side);
        return (left, top, Math.Min(left + side, canvas.Width >> shift), Math.Min(top + side, canvas.Height >> shift));
    }

    /// <param name="X">Samples to the right.</param>
    /// <param name="Y">Samples down.</param>
    /// <param name="Needed">Squared length of a smear that reaches back from there: half of it lies on either side.</param>
    private readonly record struct Tap(int X, int Y, int Needed);
}

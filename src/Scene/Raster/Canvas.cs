namespace Scene.Raster;

/// <summary>The picture while it is drawn: I420 samples, and a <see cref="Fragment"/> for each pixel.</summary>
internal sealed class Canvas(int width, int height)
{
    /// <summary>Side of a square of pixels that shares one decision about motion blur.</summary>
    public const int Tile = 16;

    public int Width => width;
    public int Height => height;
    public int TilesAcross { get; } = (width + Tile - 1) / Tile;
    public int TilesDown { get; } = (height + Tile - 1) / Tile;

    public byte[] Luma { get; } = new byte[width * height];
    public byte[] Cb { get; } = new byte[width / 2 * (height / 2)];
    public byte[] Cr { get; } = new byte[width / 2 * (height / 2)];

    public Fragment[] Fragments { get; } = new Fragment[width * height];

    /// <summary>The greatest motion in each tile.</summary>
    public Smear[] TileSmear { get; } = new Smear[(width + Tile - 1) / Tile * ((height + Tile - 1) / Tile)];

    /// <summary>Pixels of each person, by id: those that the body covers, and those of them that show.</summary>
    public int[] Covered { get; } = new int[SceneOptions.MaxCount + 1];
    public int[] Shown { get; } = new int[SceneOptions.MaxCount + 1];

    /// <summary>The pixels between which each person's body lies, seen or hidden, by id.</summary>
    public Extent[] Extents { get; } = new Extent[SceneOptions.MaxCount + 1];

    public void Begin(Canvas background)
    {
        background.Luma.CopyTo(Luma, 0);
        background.Cb.CopyTo(Cb, 0);
        background.Cr.CopyTo(Cr, 0);
        background.Fragments.CopyTo(Fragments, 0);
        Array.Clear(TileSmear);
        Array.Clear(Covered);
        Array.Clear(Shown);
        Array.Fill(Extents, Extent.Empty);
    }

    /// <summary>Notes a motion in all tiles that an extent touches.</summary>
    public void Smear(Extent extent, Smear smear)
    {
        for (var row = extent.Top / Tile; row <= (extent.Bottom - 1) / Tile; row++)
        {
            for (var column = extent.Left / Tile; column <= (extent.Right - 1) / Tile; column++)
            {
                ref var greatest = ref TileSmear[row * TilesAcross + column];
                if (smear.SquaredLength > greatest.SquaredLength)
                    greatest = smear;
            }
        }
    }
}

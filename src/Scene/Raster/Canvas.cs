namespace Scene.Raster;

/// <summary>The picture while it is drawn: I420 samples, and for each pixel how near its surface is, whose it is, and how it moves.</summary>
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

    /// <summary>1 / depth in metres.</summary>
    public float[] Nearness { get; } = new float[width * height];

    /// <summary>Id of the person who shows, 0 for the background.</summary>
    public byte[] Owner { get; } = new byte[width * height];

    /// <summary>Id of the last person whose body lies here, seen or hidden.</summary>
    public byte[] Touched { get; } = new byte[width * height];

    /// <summary>Motion during the exposure where somebody shows; stale elsewhere.</summary>
    public Smear[] Smear { get; } = new Smear[width * height];

    /// <summary>The greatest motion in each tile.</summary>
    public Smear[] TileSmear { get; } = new Smear[(width + Tile - 1) / Tile * ((height + Tile - 1) / Tile)];

    /// <summary>Pixels of each person, by id: those that the body covers, and those of them that show.</summary>
    public int[] Covered { get; } = new int[SceneOptions.MaxCount + 1];
    public int[] Shown { get; } = new int[SceneOptions.MaxCount + 1];

    public void Begin(Canvas background)
    {
        background.Luma.CopyTo(Luma, 0);
        background.Cb.CopyTo(Cb, 0);
        background.Cr.CopyTo(Cr, 0);
        background.Nearness.CopyTo(Nearness, 0);
        Array.Clear(Owner);
        Array.Clear(Touched);
        Array.Clear(TileSmear);
        Array.Clear(Covered);
        Array.Clear(Shown);
    }
}

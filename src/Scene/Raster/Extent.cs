namespace Scene.Raster;

/// <summary>A range of columns and rows, the last of each excluded.</summary>
internal readonly record struct Extent(int Left, int Top, int Right, int Bottom)
{
    public static readonly Extent Empty = new(int.MaxValue, int.MaxValue, 0, 0);

    /// <summary>Widened to hold part of a row.</summary>
    public Extent With(int row, int from, int to) =>
        new(Math.Min(Left, from), Math.Min(Top, row), Math.Max(Right, to), Math.Max(Bottom, row + 1));

    public Extent With(Extent other) =>
        new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}

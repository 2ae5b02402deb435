namespace Annotate;

/// <summary>Something to fill, told as coverage per pixel. Pixel (x, y) is the square from (x, y) to (x + 1, y + 1).</summary>
internal interface IShape
{
    /// <summary>First row that it touches, and the one after the last.</summary>
    (int Top, int Bottom) Rows { get; }

    /// <summary>First column that it may touch in rows <paramref name="y"/> and y + 1, and the one after the last.</summary>
    (int Left, int Right) Columns(int y);

    /// <summary>Coverage, 0..255, of the pixels of row <paramref name="y"/> from column <paramref name="x"/> on.</summary>
    void Cover(int x, int y, Span<byte> coverage);
}

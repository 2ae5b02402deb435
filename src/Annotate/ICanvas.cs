namespace Annotate;

/// <summary>A picture that takes ink. Shapes reach it as coverage of two rows at a time, because 4:2:0 chroma covers two.</summary>
internal interface ICanvas
{
    int Width { get; }

    int Height { get; }

    Ink Mix(Rgb colour, byte alpha);

    /// <summary>Lays ink over rows <paramref name="y"/> and y + 1 from column <paramref name="x"/> on.</summary>
    /// <param name="x">Even.</param>
    /// <param name="y">Even.</param>
    /// <param name="upper">Coverage of row y; an even count, which may reach one column over the right border.</param>
    /// <param name="lower">Coverage of row y + 1, which may lie under the lower border; as long as <paramref name="upper"/>.</param>
    void Blend(int x, int y, scoped Span<byte> upper, scoped Span<byte> lower, Ink ink);
}

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

namespace Annotate;

/// <summary>A rectangle of whole pixels; right and bottom are the first outside.</summary>
internal readonly record struct Area(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public static Area At(int left, int top, int width, int height) => new(left, top, left + width, top + height);

    public bool Overlaps(in Area other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public bool Contains(in Area other) =>
        Left <= other.Left && Top <= other.Top && other.Right <= Right && other.Bottom <= Bottom;

    /// <summary>Wider by <paramref name="margin"/> on every side.</summary>
    public Area Grow(int margin) => new(Left - margin, Top - margin, Right + margin, Bottom + margin);
}

using Media;

namespace Annotate;

/// <summary>An object's box: a line of whole pixels along its edge, between two dark margins.</summary>
internal static class BoxPainter
{
    /// <summary>Dark enough to part a line from a ground of its own colour, and no more.</summary>
    public const byte CasingAlpha = 90;

    public static void Draw<TCanvas>(Painter<TCanvas> painter, in Pens pens, in Area outline, Rgb colour)
        where TCanvas : ICanvas, allows ref struct
    {
        painter.FillFrame(outline.Grow(pens.Casing), pens.Casing, Rgb.Black, CasingAlpha);
        painter.FillFrame(outline.Grow(-pens.Line), pens.Casing, Rgb.Black, CasingAlpha);
        painter.FillFrame(outline, pens.Line, colour);
    }

    /// <summary>Outer edge of a box's line, which runs along the border where the box leaves the picture.</summary>
    /// <returns>False where nothing of the box is inside the picture, or it is no box.</returns>
    public static bool TryOutline(in DetectedObject box, in Area picture, int line, out Area outline)
    {
        var (left, top) = (Math.Max(box.XMin, 0), Math.Max(box.YMin, 0));
        var (right, bottom) = (Math.Min(box.XMax, picture.Right), Math.Min(box.YMax, picture.Bottom));
        var half = line / 2;
        outline = new Area(
            Math.Max((int)left - half, 0),
            Math.Max((int)top - half, 0),
            Math.Min((int)MathF.Ceiling(right) + half, picture.Right),
            Math.Min((int)MathF.Ceiling(bottom) + half, picture.Bottom));
        return left < right && top < bottom; // false for NaN too
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Annotate;

/// <summary>One glyph's centre lines as straight pieces, at a given size.</summary>
internal sealed class GlyphOutline
{
    /// <summary>Largest radius of a rounded corner, in units of <see cref="GlyphStrokes"/>: half a capital's width.</summary>
    private const float MaxRadius = 6;

    /// <summary>Straight pieces of a rounded corner; at the sizes of 4K none is longer than 3 pixels.</summary>
    private const int PiecesPerCorner = 6;

    private readonly List<Capsule> _pieces = [];
    private readonly float _scale;

    /// <param name="strokes">In the notation of <see cref="GlyphStrokes"/>.</param>
    /// <param name="scale">Pixels a unit.</param>
    public GlyphOutline(string strokes, float scale)
    {
        _scale = scale;
        foreach (var stroke in strokes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Add(stroke);
    }

    /// <summary>Rightmost point of any centre line, in pixels.</summary>
    public float Right { get; private set; }

    /// <summary>From a point to the nearest centre line, in pixels; y runs downwards from the top of the tallest glyph.</summary>
    public float Distance(float x, float y)
    {
        var nearest = float.MaxValue;
        foreach (ref readonly var piece in CollectionsMarshal.AsSpan(_pieces))
            nearest = Math.Min(nearest, piece.Distance(x, y));
        return nearest;
    }

    private void Add(string stroke)
    {
        var last = stroke.Length / 3;
        var at = PointAt(stroke, 0);
        for (var i = 1; i < last; i++)
        {
            var corner = PointAt(stroke, i);
            if (stroke[3 * i + 2] == '-')
            {
                at = LineTo(at, corner);
                continue;
            }

            var (before, after) = (Straight(stroke, i - 1, i), Straight(stroke, i + 1, i));
            var cut = Math.Min(Math.Min(before.Length, after.Length), MaxRadius * _scale);
            at = LineTo(at, corner + cut * before.Direction);
            at = CurveTo(at, corner, corner + cut * after.Direction);
        }

        LineTo(at, PointAt(stroke, last));
    }

    /// <summary>The way from a corner to a neighbouring point, as far as this corner may use it: half, where the neighbour is rounded too.</summary>
    private (Vector2 Direction, float Length) Straight(string stroke, int neighbour, int corner)
    {
        var way = PointAt(stroke, neighbour) - PointAt(stroke, corner);
        var length = way.Length();
        var shared = neighbour > 0 && 3 * neighbour + 2 < stroke.Length && stroke[3 * neighbour + 2] == '~';
        // Small sizes let points fall together.
        return (length > 0 ? way / length : default, shared ? length / 2 : length);
    }

    private Vector2 LineTo(Vector2 from, Vector2 to)
    {
        _pieces.Add(new Capsule(from.X, from.Y, to.X, to.Y, radius: 0));
        Right = Math.Max(Right, Math.Max(from.X, to.X));
        return to;
    }

    /// <summary>A parabola, a little squarer than a circle's quarter.</summary>
    private Vector2 CurveTo(Vector2 from, Vector2 corner, Vector2 to)
    {
        var at = from;
        for (var i = 1; i <= PiecesPerCorner; i++)
        {
            var t = i / (float)PiecesPerCorner;
            at = LineTo(at, Vector2.Lerp(Vector2.Lerp(from, corner, t), Vector2.Lerp(corner, to, t), t));
        }

        return at;
    }

    /// <summary>Points lie on whole pixels, so that stems and bars are crisp at small sizes.</summary>
    private Vector2 PointAt(string stroke, int index)
    {
        var (x, y) = (Digit(stroke[3 * index]), Digit(stroke[3 * index + 1]));
        return new Vector2(
            MathF.Round(x * _scale),
            MathF.Round((GlyphStrokes.Height - GlyphStrokes.Baseline) * _scale) - MathF.Round((y - GlyphStrokes.Baseline) * _scale));
    }

    private static int Digit(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;
}

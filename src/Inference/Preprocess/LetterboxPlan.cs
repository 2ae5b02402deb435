using Media;

namespace Inference.Preprocess;

/// <summary>What <see cref="Letterbox"/> looks up for one picture geometry: all that does not depend on samples or colour.</summary>
internal sealed class LetterboxPlan
{
    public LetterboxPlan(LetterboxGeometry geometry, SimdLevel level)
    {
        Geometry = geometry;
        Transform = LetterboxTransform.Fit(geometry.Width, geometry.Height, geometry.InputWidth, geometry.InputHeight);
        Rows = AxisTaps.Create(geometry.Height, Transform.ContentHeight);

        var columns = AxisTaps.Create(geometry.Width, Transform.ContentWidth);
        Channels = geometry.Format switch
        {
            PixelFormat.I420 => Planar(columns, geometry.Width, level),
            PixelFormat.Nv12 =>
            [
                new(0, 0, new(columns, geometry.Width, 1, 0, halved: false, level)),
                new(1, 1, new(columns, geometry.Width, 2, 0, halved: true, level)),
                new(1, 1, new(columns, geometry.Width, 2, 1, halved: true, level)),
            ],
            _ => [.. Enumerable.Range(0, 3).Select(c => new Channel(0, 0, new(columns, geometry.Width, 3, c, halved: false, level)))],
        };
    }

    /// <summary>A channel's plane, by how many bits its row numbers are shifted, and its horizontal taps.</summary>
    public readonly record struct Channel(int Plane, int RowShift, RowTaps Taps);

    public LetterboxGeometry Geometry { get; }
    public LetterboxTransform Transform { get; }

    /// <summary>Rows of the picture behind each row of the content.</summary>
    public AxisTaps Rows { get; }

    /// <summary>Y, Cb, Cr or R, G, B.</summary>
    public Channel[] Channels { get; }

    private static Channel[] Planar(AxisTaps columns, int width, SimdLevel level)
    {
        var chroma = new RowTaps(columns, width, 1, 0, halved: true, level);
        return [new(0, 0, new(columns, width, 1, 0, halved: false, level)), new(1, 1, chroma), new(2, 1, chroma)];
    }
}

/// <summary>The sizes and the layout that a <see cref="LetterboxPlan"/> is made for.</summary>
internal readonly record struct LetterboxGeometry(PixelFormat Format, int Width, int Height, int InputWidth, int InputHeight);

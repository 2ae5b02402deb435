using Media;

namespace Annotate;

/// <summary>A person's pose: lines between the keypoints that were seen, and a dot on each. Far people get finer lines.</summary>
internal static class SkeletonPainter
{
    /// <summary>Share of a person's height that a limb's line is thick.</summary>
    private const float LimbShare = 0.012f;

    /// <summary>A dot's radius, in thicknesses of a limb's line.</summary>
    private const float DotShare = 1.1f;

    /// <summary>Lines and dots of the face are this much finer, so that a face stays a face.</summary>
    private const float FaceShare = 0.6f;

    public static void Draw<TCanvas>(Painter<TCanvas> painter, in Pens pens, in Area outline, ReadOnlySpan<Keypoint> pose, float minScore)
        where TCanvas : ICanvas, allows ref struct
    {
        var thickness = Math.Clamp(outline.Height * LimbShare, 1.5f, pens.Line * 1.4f);
        foreach (var (from, to) in CocoSkeleton.Limbs)
        {
            if (IsSeen(pose[from], painter.Picture, minScore) && IsSeen(pose[to], painter.Picture, minScore))
                Stroke(painter, pens, pose[from], pose[to], Share(to) * thickness / 2, CocoSkeleton.ColourOf(from, to));
        }

        for (var i = 0; i < pose.Length; i++)
        {
            if (IsSeen(pose[i], painter.Picture, minScore))
                Stroke(painter, pens, pose[i], pose[i], Share(i) * thickness * DotShare, CocoSkeleton.ColourOf(i));
        }
    }

    private static float Share(int keypoint) => keypoint < CocoSkeleton.FaceKeypoints ? FaceShare : 1;

    private static void Stroke<TCanvas>(Painter<TCanvas> painter, in Pens pens, in Keypoint a, in Keypoint b, float radius, Rgb colour)
        where TCanvas : ICanvas, allows ref struct
    {
        radius = Math.Max(radius, 0.5f);
        painter.Fill(new Capsule(a.X, a.Y, b.X, b.Y, radius + Math.Min(pens.Casing, radius)), Rgb.Black, BoxPainter.CasingAlpha);
        painter.Fill(new Capsule(a.X, a.Y, b.X, b.Y, radius), colour);
    }

    /// <summary>Whether a keypoint is sure enough, and no farther outside the picture than the picture is large.</summary>
    private static bool IsSeen(in Keypoint point, in Area picture, float minScore) =>
        point.Score >= minScore
        && point.X >= -picture.Width && point.X <= 2 * picture.Width
        && point.Y >= -picture.Height && point.Y <= 2 * picture.Height;
}

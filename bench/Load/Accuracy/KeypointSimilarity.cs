namespace Load.Accuracy;

/// <summary>COCO's object keypoint similarity (cocodataset.org, keypoint evaluation).</summary>
internal static class KeypointSimilarity
{
    /// <summary>COCO divides by the segmented area, which labels without masks lack: a body covers about this share of its box.</summary>
    private const float BodyShare = 0.53f;

    /// <summary>How far two people's marks of one keypoint lie apart, as a share of the body's size: nose, then pairs from eyes to ankles.</summary>
    private static readonly float[] Sigmas =
    [
        .026f, .025f, .025f, .035f, .035f, .079f, .079f, .072f, .072f, .062f, .062f, .107f, .107f, .087f, .087f, .089f, .089f,
    ];

    /// <summary>Mean of exp(-d² / 2 s² (2σ)²) over the label's keypoints, 0..1; 0 where it has none.</summary>
    public static float Of(Person label, Person found)
    {
        var (sum, count) = (0f, 0);
        for (var i = 0; i < label.Keypoints.Count && i < found.Keypoints.Count; i++)
        {
            var (truth, guess) = (label.Keypoints[i], found.Keypoints[i]);
            if (truth.Score <= 0)
                continue;
            var (dx, dy, spread) = (truth.X - guess.X, truth.Y - guess.Y, 2 * Sigmas[i]);
            sum += MathF.Exp(-(dx * dx + dy * dy) / (2 * BodyShare * label.Box.Area * spread * spread));
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }
}

using Media;

namespace Inference.Tests.Engine;

/// <summary>What a receiver was told of one frame, copied out of what it was lent.</summary>
internal sealed record ReceivedResult(long Sequence, FrameOutcome Outcome, DetectedObject[] Objects, Keypoint[] Keypoints, int BatchSize, Exception? Error)
{
    public static ReceivedResult Of(InferenceResult result) => new(
        result.Sequence,
        result.Outcome,
        [.. result.Detections.Objects],
        [.. Enumerable.Range(0, result.Detections.Count).SelectMany(i => result.Detections.KeypointsOf(i).ToArray())],
        result.Run.Size,
        result.Error);

    /// <summary>Scores by class id; classes that were not found are absent.</summary>
    public Dictionary<int, float> Scores => Objects.ToDictionary(found => found.ClassId, found => found.Score);
}

using Inference.Postprocess;

namespace Load.Accuracy;

/// <summary>A larger model's people as labels.</summary>
internal static class TeacherLabels
{
    /// <summary>People whom the teacher is at least this sure of are there.</summary>
    public const float LeastScore = 0.4f;

    /// <summary>Keypoints of less visibility are guesses.</summary>
    private const float LeastVisibility = 0.5f;

    public static List<Person> Of(IEnumerable<Person> found) =>
        [.. found.Where(person => person.Score >= LeastScore).Select(person => person with { Keypoints = [.. person.Keypoints.Select(Certain)] })];

    private static Keypoint Certain(Keypoint point) => point with { Score = point.Score >= LeastVisibility ? 1 : 0 };
}

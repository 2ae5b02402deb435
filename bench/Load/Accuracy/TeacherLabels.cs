using Media;

namespace Load.Accuracy;

/// <summary>A larger model's people as labels.</summary>
internal static class TeacherLabels
{
    /// <summary>People whom the teacher is at least this sure of are there.</summary>
    public const float LeastScore = 0.4f;

    /// <summary>Keypoints of less visibility are guesses.</summary>
    private const float LeastVisibility = 0.5f;

    /// <summary>Boxes that overlap so much are of one person.</summary>
    private const float Same = 0.5f;

    public static List<Person> Of(IEnumerable<Person> found) =>
        [.. found.Where(person => person.Score >= LeastScore).Select(person => person with { Keypoints = [.. person.Keypoints.Select(Certain)] })];

    /// <summary>Of two teachers: whom only the second sees, without joints, is there as well; whom neither is sure of may be.</summary>
    public static List<Person> Of(IReadOnlyList<Person> poses, IReadOnlyList<Person> boxes)
    {
        var labels = Of(poses);
        foreach (var person in boxes.Concat(poses).OrderByDescending(person => person.Score))
        {
            if (!labels.Any(label => label.Overlap(person) >= Same))
                labels.Add(person with { Keypoints = [], Ignored = person.Score < LeastScore });
        }

        return labels;
    }

    private static Keypoint Certain(Keypoint point) => point with { Score = point.Score >= LeastVisibility ? 1 : 0 };
}

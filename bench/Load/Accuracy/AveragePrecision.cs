namespace Load.Accuracy;

/// <summary>COCO's average precision at one similarity, from 101 points of recall (cocodataset.org, detection evaluation).</summary>
/// <param name="similarity">Of a label and a found person, 0..1.</param>
/// <param name="judges">Labels that it can be asked of; all others are ignored.</param>
internal sealed class AveragePrecision(Func<Person, Person, float> similarity, Func<Person, bool> judges)
{
    private const float Similar = 0.5f;
    private const int RecallPoints = 101;

    private readonly List<(float Score, bool Right)> _found = [];

    public int Labels { get; private set; }

    /// <summary>One picture's labels and what was found in it.</summary>
    public void Add(IReadOnlyList<Person> labels, IEnumerable<Person> found)
    {
        var judged = labels.Where(Judged).ToList();
        var ignored = labels.Where(label => !Judged(label)).ToList();
        Labels += judged.Count;
        foreach (var person in found.OrderByDescending(person => person.Score))
        {
            var best = judged.MaxBy(label => similarity(label, person));
            if (best is not null && similarity(best, person) >= Similar)
            {
                judged.Remove(best);
                _found.Add((person.Score, true));
            }
            else if (!person.IsSmall && !ignored.Any(label => label.Overlap(person) >= Similar))
            {
                _found.Add((person.Score, false));
            }
        }
    }

    /// <summary>0..1; null where there was nobody to find.</summary>
    public double? Value()
    {
        if (Labels == 0)
            return null;
        var curve = Curve();
        // Precision at a recall is the best at that or any higher recall.
        for (var i = curve.Length - 2; i >= 0; i--)
            curve[i].Precision = Math.Max(curve[i].Precision, curve[i + 1].Precision);
        return Enumerable.Range(0, RecallPoints).Average(point => curve
            .FirstOrDefault(at => at.Recall >= point / (RecallPoints - 1.0)).Precision);
    }

    /// <summary>Share of the people found, and share of the found that are people, among scores from <paramref name="least"/> on.</summary>
    public (double? Recall, double? Precision) At(float least)
    {
        var taken = _found.Where(found => found.Score >= least).ToList();
        double right = taken.Count(found => found.Right);
        return (Labels == 0 ? null : right / Labels, taken.Count == 0 ? null : right / taken.Count);
    }

    private bool Judged(Person label) => !label.Ignored && !label.IsSmall && judges(label);

    private (double Recall, double Precision)[] Curve()
    {
        var right = 0;
        return [.. _found.OrderByDescending(found => found.Score)
            .Select((found, index) => (Right: right += found.Right ? 1 : 0, Count: index + 1))
            .Select(at => ((double)at.Right / Labels, (double)at.Right / at.Count))];
    }
}

namespace Repository.Tests.Slices;

/// <summary>Which slice uses which, and by which types.</summary>
internal sealed class SliceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _arrows = new(StringComparer.Ordinal);

    public IEnumerable<(string From, string To, IReadOnlyCollection<string> Uses)> Arrows =>
        from arrows in _arrows
        from arrow in arrows.Value
        select (arrows.Key, arrow.Key, (IReadOnlyCollection<string>)arrow.Value);

    /// <param name="use">"Type → Type", as an example of the arrow.</param>
    public void Add(string from, string to, string use)
    {
        if (from == to)
            return;
        if (!_arrows.TryGetValue(from, out var arrows))
            _arrows.Add(from, arrows = new(StringComparer.Ordinal));
        if (!arrows.TryGetValue(to, out var uses))
            arrows.Add(to, uses = new(StringComparer.Ordinal));
        uses.Add(use);
    }

    /// <summary>For each arrow that is part of circles the shortest of them, each circle once: one line for the circle, and below it one for each of its arrows.</summary>
    public IEnumerable<string> Circles()
    {
        var told = new HashSet<string>();
        foreach (var (from, to, _) in Arrows)
        {
            if (Path(to, from) is { } back && told.Add(string.Join(' ', back.Order(StringComparer.Ordinal))))
                yield return Describe([from, .. back]);
        }
    }

    private string Describe(IReadOnlyList<string> circle) => string.Join(" → ", circle)
        + string.Concat(circle.Zip(circle.Skip(1), (from, to) => $"\n    {from} → {to}: {string.Join("; ", _arrows[from][to].Take(3))}"));

    /// <summary>The shortest way, both ends included; null where there is none.</summary>
    private List<string>? Path(string from, string to)
    {
        var before = new Dictionary<string, string?> { [from] = null };
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var slice))
        {
            if (slice == to)
            {
                var path = new List<string>();
                for (string? step = slice; step is not null; step = before[step])
                    path.Insert(0, step);
                return path;
            }

            foreach (var further in _arrows.GetValueOrDefault(slice)?.Keys.AsEnumerable() ?? [])
            {
                if (before.TryAdd(further, slice))
                    next.Enqueue(further);
            }
        }

        return null;
    }
}

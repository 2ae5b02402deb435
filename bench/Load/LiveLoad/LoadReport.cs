namespace Load.LiveLoad;

/// <summary>What the load bench found, as its JSON says it.</summary>
internal sealed record LoadReport : Report
{
    public required string Model { get; init; }
    public required string Kind { get; init; }
    public required int Streams { get; init; }
    public required int Flapping { get; init; }
    public required int BFrames { get; init; }

    /// <summary>In the order in which they were run; "stuck readers" is the main one.</summary>
    public required IReadOnlyList<LoadPart> Parts { get; init; }

    /// <summary>Median resident memory of each third of the main part.</summary>
    public required IReadOnlyList<long> ResidentKb { get; init; }

    /// <summary>Results that stuck readers lost.</summary>
    public required long LostByStuck { get; init; }

    /// <summary>Streams that were created, and cameras connected to, by what flaps.</summary>
    public required int Flaps { get; init; }
    public required IReadOnlyList<LoadCheck> Checks { get; init; }

    public override void Print() => LoadTable.Print(this);

    public override string? BrokenPromise() => Checks.FirstOrDefault(check => check is { Exact: true, Ok: false }) is { } wrong ? $"{wrong.What}: {wrong.Found}" : null;
}

namespace Load.Accuracy;

/// <summary>What the accuracy bench found, as its JSON says it.</summary>
internal sealed record AccuracyReport : Report
{
    public required string Model { get; init; }
    public required int InputSize { get; init; }
    public required IReadOnlyList<AccuracyFigures> Sets { get; init; }

    public override void Print() => AccuracyTable.Print(this);
}

/// <summary>One set of pictures. Shares are 0..1, and null where there was nothing to judge.</summary>
internal sealed record AccuracyFigures
{
    public required string Set { get; init; }

    /// <summary>Whose word the labels are.</summary>
    public required string Truth { get; init; }
    public required int Pictures { get; init; }

    /// <summary>People of at least <see cref="Person.LeastHeight"/> pixels who count.</summary>
    public required int People { get; init; }
    public required double? BoxAp50 { get; init; }
    public required double? OksAp50 { get; init; }

    /// <summary>At the default confidence of 0.25.</summary>
    public required double? Recall { get; init; }
    public required double? Precision { get; init; }
    public required int EmptyPictures { get; init; }

    /// <summary>People found at that confidence in pictures that have none, per such picture.</summary>
    public required double? FalsePerEmptyPicture { get; init; }
}

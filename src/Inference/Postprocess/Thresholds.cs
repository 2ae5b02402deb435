namespace Inference.Postprocess;

/// <summary>What counts as found. Options of run, streams and detect.</summary>
public sealed record Thresholds
{
    public static Thresholds Default { get; } = new();

    /// <summary>Scores above this are kept, 0..1.</summary>
    /// <value>0.25</value>
    public float Confidence { get; init; } = 0.25f;

    /// <summary>Two boxes of one class that overlap by more than this (intersection over union, 0..1) are one object.</summary>
    /// <value>0.7</value>
    public float Iou { get; init; } = 0.7f;

    /// <summary>Most objects in one picture, 1..1000.</summary>
    /// <value>300</value>
    public int MaxDetections { get; init; } = 300;

    /// <summary>Class ids to keep; null keeps all.</summary>
    public IReadOnlySet<int>? Classes { get; init; }
}

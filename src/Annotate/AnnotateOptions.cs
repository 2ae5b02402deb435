namespace Annotate;

/// <summary>What is drawn over a picture.</summary>
public sealed record AnnotateOptions
{
    public static AnnotateOptions Default { get; } = new();

    /// <summary>Whether each box carries a tag with its class, and its track id where there is one.</summary>
    /// <value>true</value>
    public bool Labels { get; init; } = true;

    /// <summary>Whether the tag tells the score too.</summary>
    /// <value>true</value>
    public bool Scores { get; init; } = true;

    /// <summary>Whether poses of 17 COCO keypoints are drawn.</summary>
    /// <value>true</value>
    public bool Skeletons { get; init; } = true;

    /// <summary>Keypoints of a lower score are not drawn, 0..1.</summary>
    /// <value>0.5, where the model holds it as likely as not that the point can be seen.</value>
    public float MinKeypointScore { get; init; } = 0.5f;
}

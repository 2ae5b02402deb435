using Inference;
using Inference.Postprocess;

namespace Cli.Run;

/// <summary>What `./stream run` was asked to do.</summary>
internal sealed record RunOptions
{
    /// <summary>A video, a picture, or a URL.</summary>
    public required string Input { get; init; }

    /// <summary>Name or path; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Where results go, one JSON object a line; null for nowhere, "-" for standard output.</summary>
    public string? Json { get; init; }

    /// <summary>Where the annotated video goes; null for nowhere.</summary>
    public string? Video { get; init; }

    /// <summary>Infer every n-th frame only, from the first.</summary>
    /// <value>1</value>
    public int Every { get; init; } = 1;

    /// <summary>Stop after this many decoded frames; 0 = all.</summary>
    /// <value>0</value>
    public long Frames { get; init; }

    public Thresholds Thresholds { get; init; } = Thresholds.Default;

    public InferenceOptions Inference { get; init; } = new();
}

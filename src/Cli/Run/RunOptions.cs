using Inference;
using Streaming.Streams;

namespace Cli.Run;

/// <summary>What `./stream run` was asked to do.</summary>
internal sealed record RunOptions
{
    /// <summary>Videos, pictures, URLs, folders and patterns.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Name or path; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Where results go, one JSON object a line; null for nowhere, "-" for standard output.</summary>
    public string? Json { get; init; }

    /// <summary>Where a table of all objects goes, a row each.</summary>
    public string? Csv { get; init; }

    /// <summary>Where a list of all objects goes, as COCO's evaluation takes them.</summary>
    public string? Coco { get; init; }

    /// <summary>Where the annotated video goes: a file, or a folder for those of several inputs.</summary>
    public string? Video { get; init; }

    /// <summary>Folder of annotated pictures, one for each frame that was inferred.</summary>
    public string? Image { get; init; }

    /// <summary>Infer every n-th frame only, from the first.</summary>
    /// <value>1</value>
    public int Every { get; init; } = 1;

    /// <summary>Stop after this many decoded frames of an input; 0 = all.</summary>
    /// <value>0</value>
    public long Frames { get; init; }

    /// <summary>Thresholds, classes and input size are those of a stream.</summary>
    public StreamOptions Stream { get; init; } = new();

    public InferenceOptions Inference { get; init; } = new();

    /// <summary>Results have standard output for themselves.</summary>
    public bool TakesStandardOutput => Json == "-" || Csv == "-" || Coco == "-";
}

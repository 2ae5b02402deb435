namespace Inference.Model;

public enum ModelTask { Detect, Pose }

/// <summary>How one picture's output row is laid out.</summary>
public enum OutputLayout
{
    /// <summary>[4 + classes (+ keypoints × dims), anchors] f32: cx, cy, w, h in model pixels, class scores, keypoints. NMS is ours.</summary>
    Anchors,

    /// <summary>[objects, 6 (+ keypoints × dims)] f32: x1, y1, x2, y2 in model pixels, score, class. NMS is in the graph.</summary>
    EndToEnd,
}

/// <summary>What is true of a model file, read once and never changed.</summary>
/// <param name="Name">As the catalogue calls it; the file's name without ending otherwise.</param>
/// <param name="Labels">Class names by class id.</param>
/// <param name="KeypointCount">17 for COCO poses, 0 for detection.</param>
/// <param name="KeypointDims">3 with visibility, 2 without, 0 for detection.</param>
/// <param name="InputWidth">Default input width in pixels: from the graph where fixed, else from imgsz.</param>
/// <param name="InputHeight">Default input height in pixels.</param>
/// <param name="Stride">Input sizes are multiples of this.</param>
/// <param name="DynamicBatch">Whether the graph takes any batch size; else it takes <paramref name="FixedBatch"/> alone.</param>
/// <param name="DynamicSize">Whether the graph takes any height and width.</param>
public sealed record ModelMetadata(
    string Name,
    ModelTask Task,
    OutputLayout Layout,
    IReadOnlyList<string> Labels,
    int KeypointCount,
    int KeypointDims,
    int InputWidth,
    int InputHeight,
    int Stride,
    bool DynamicBatch,
    int FixedBatch,
    bool DynamicSize)
{
    /// <summary>As the catalogue counts it: its folder's number, or 1.</summary>
    /// <value>1</value>
    public string Version { get; init; } = ModelName.OnlyVersion;

    /// <summary>Of the very bytes that were loaded: 64 hex digits in lower case.</summary>
    public string Sha256 { get; init; } = "";

    /// <value>images</value>
    public string InputName { get; init; } = "images";

    /// <value>output0</value>
    public string OutputName { get; init; } = "output0";

    /// <summary>[batch, channels, anchors], or [batch, objects, values] after NMS; −1 for a dynamic dimension.</summary>
    public IReadOnlyList<long> OutputShape { get; init; } = [-1, -1, -1];

    /// <summary>What it declares and does not keep, and how it is run therefore; empty where all is as declared.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Its input is float16; the engine's pictures are float32 all the same.</summary>
    internal bool HalfInput { get; init; }

    /// <inheritdoc cref="HalfInput"/>
    internal bool HalfOutput { get; init; }

    public int ClassCount => Labels.Count;

    /// <summary>Values of one anchor, or of one row after NMS.</summary>
    internal int OutputValues => (Layout == OutputLayout.Anchors ? 4 + ClassCount : 6) + KeypointCount * KeypointDims;
}

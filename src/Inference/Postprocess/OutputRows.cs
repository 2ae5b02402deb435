using Inference.Model;

namespace Inference.Postprocess;

/// <summary>One picture's output as rows of values, whichever of the two dimensions lies contiguous.</summary>
/// <param name="values">Per row: box, scores, keypoints.</param>
internal readonly ref struct OutputRows(ReadOnlySpan<float> output, int values, OutputLayout layout)
{
    private readonly ReadOnlySpan<float> _output = output;
    private readonly int _rowStep = layout == OutputLayout.Anchors ? 1 : values;
    private readonly int _valueStep = layout == OutputLayout.Anchors ? output.Length / values : 1;

    /// <summary>Anchors or objects.</summary>
    public int Count { get; } = output.Length / values;

    public float this[int row, int value] => _output[row * _rowStep + value * _valueStep];

    public Box Box(int row) => layout == OutputLayout.Anchors
        ? Postprocess.Box.Around(this[row, 0], this[row, 1], this[row, 2], this[row, 3])
        : new(this[row, 0], this[row, 1], this[row, 2], this[row, 3]);

    /// <summary>[classes, anchors]: the class scores of <see cref="OutputLayout.Anchors"/>.</summary>
    public ReadOnlySpan<float> ClassScores(int classes) => _output.Slice(4 * Count, classes * Count);
}

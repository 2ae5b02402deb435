using Inference.Model;
using Inference.Postprocess;
using Inference.Preprocess;
using Media;

namespace Inference.Tests.Postprocess;

/// <summary>A model's output written by hand: nothing found until an anchor or a row is set.</summary>
internal sealed class YoloOutput(ModelMetadata model, int rows)
{
    /// <summary>A 200×100 picture in a 100×100 input: half size, 25 rows of bars above and below.</summary>
    public static readonly LetterboxTransform Half = LetterboxTransform.Fit(200, 100, 100, 100);

    private readonly int _values =
        (model.Layout == OutputLayout.Anchors ? 4 + model.ClassCount : 6) + model.KeypointCount * model.KeypointDims;

    private float[]? _output;

    public ModelMetadata Model => model;

    public float[] Output => _output ??= new float[_values * rows];

    public ref float this[int row, int value] =>
        ref Output[model.Layout == OutputLayout.Anchors ? value * rows + row : row * _values + value];

    public static ModelMetadata Describe(OutputLayout layout, int classes, int keypoints = 0, int dims = 0) => new(
        "model", keypoints > 0 ? ModelTask.Pose : ModelTask.Detect, layout, [.. Enumerable.Range(0, classes).Select(id => $"class{id}")],
        keypoints, dims, 100, 100, 32, DynamicBatch: true, FixedBatch: 1, DynamicSize: true);

    public static YoloOutput Anchors(int anchors, int classes, int keypoints = 0, int dims = 0) =>
        new(Describe(OutputLayout.Anchors, classes, keypoints, dims), anchors);

    /// <summary>Centre and size in model pixels, and one class's score.</summary>
    public YoloOutput Anchor(int anchor, float x, float y, float width, float height, int classId, float score)
    {
        (this[anchor, 0], this[anchor, 1], this[anchor, 2], this[anchor, 3]) = (x, y, width, height);
        this[anchor, 4 + classId] = score;
        return this;
    }

    /// <summary>Corners in model pixels.</summary>
    public YoloOutput Row(int row, float xMin, float yMin, float xMax, float yMax, float score, float classId)
    {
        (this[row, 0], this[row, 1], this[row, 2], this[row, 3]) = (xMin, yMin, xMax, yMax);
        (this[row, 4], this[row, 5]) = (score, classId);
        return this;
    }

    public Detections Decode(Thresholds? thresholds = null, LetterboxTransform? transform = null, int capacity = 300)
    {
        var found = new Detections(capacity, model.KeypointCount);
        new YoloDecoder(model).Decode(Output, transform ?? Half, thresholds ?? Thresholds.Default, found);
        return found;
    }
}

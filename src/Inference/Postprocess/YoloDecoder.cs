using Inference.Model;
using Inference.Preprocess;
using Media;

namespace Inference.Postprocess;

/// <summary>One picture's model output to objects in picture pixels: threshold, class filter, non-maximum suppression, mapping.</summary>
/// <remarks>
/// One instance per lane; not for two threads at once. Scratch grows with the largest output met, and then nothing is allocated.
/// Follows Ultralytics: one class per anchor, score &gt; confidence, greedy suppression inside a class by IoU &gt; threshold in model
/// pixels, boxes and keypoints clipped to the picture. What is not a number, or has no area inside the picture, is no object.
/// </remarks>
public sealed class YoloDecoder
{
    /// <summary>Candidates that suppression looks at, best first, as in Ultralytics: bounds the time a degenerate output can take.</summary>
    private const int MaxCandidates = 30_000;

    private readonly ModelMetadata _model;
    private readonly ClassScan _scan;
    private readonly KeptBoxes _kept;
    private readonly Candidates _candidates = new();

    // Values before the keypoints: a box and class scores, or a box, a score and a class.
    private readonly int _keypointOffset;
    private readonly int _values;

    public YoloDecoder(ModelMetadata model)
        : this(model, SimdLevels.Best)
    {
    }

    internal YoloDecoder(ModelMetadata model, SimdLevel level)
    {
        (_model, _scan, _kept) = (model, new ClassScan(level), new KeptBoxes(level));
        _keypointOffset = model.Layout == OutputLayout.Anchors ? 4 + model.ClassCount : 6;
        _values = model.OutputValues;
    }

    /// <param name="output">
    /// One picture's [4 + classes + keypoints × dims, anchors] or [objects, 6 + keypoints × dims], as <see cref="OutputLayout"/> says.
    /// </param>
    /// <param name="transform">How the picture was letterboxed.</param>
    /// <param name="into">Filled anew, best score first; its capacity bounds <see cref="Thresholds.MaxDetections"/>.</param>
    /// <exception cref="ArgumentException">The output's or the buffer's size does not fit the model.</exception>
    public void Decode(ReadOnlySpan<float> output, in LetterboxTransform transform, Thresholds thresholds, Detections into)
    {
        into.Clear();
        var (keypoints, room) = (_model.KeypointCount, into.KeypointsPerObject);
        if (room != keypoints)
            throw new ArgumentException($"Detections has {room} keypoints per object; {_model.Name} gives {keypoints}.", nameof(into));
        if (output.Length % _values != 0)
            throw new ArgumentException($"Output has {output.Length} values; {_model.Name} gives a multiple of {_values}.", nameof(output));

        var rows = new OutputRows(output, _values, _model.Layout);
        _candidates.Reset(rows.Count);
        if (_model.Layout == OutputLayout.Anchors)
            CollectAnchors(rows, thresholds);
        else
            CollectObjects(rows, thresholds);

        _candidates.Sort();
        Collect(rows, transform, thresholds, into);
    }

    private void CollectAnchors(in OutputRows rows, Thresholds thresholds)
    {
        var scores = rows.ClassScores(_model.ClassCount);
        for (var first = 0; first < rows.Count; first += ClassScan.Block)
        {
            var count = Math.Min(ClassScan.Block, rows.Count - first);
            _scan.Scan(scores, rows.Count, first, count, thresholds.Confidence);
            for (var i = _scan.NextFound(0, count); i < count; i = _scan.NextFound(i + 1, count))
                Collect(rows, first + i, _scan.Scores[i], _scan.Classes[i], thresholds);
        }
    }

    private void CollectObjects(in OutputRows rows, Thresholds thresholds)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var (score, classId) = (rows[row, 4], rows[row, 5]);
            if (score > thresholds.Confidence && classId >= 0 && classId < _model.ClassCount)
                Collect(rows, row, score, (int)classId, thresholds);
        }
    }

    private void Collect(in OutputRows rows, int row, float score, int classId, Thresholds thresholds)
    {
        if (score > 0 && float.IsFinite(score) && rows.Box(row).IsSound && thresholds.Classes?.Contains(classId) != false)
            _candidates.Add(score, row, classId);
    }

    private void Collect(in OutputRows rows, in LetterboxTransform transform, Thresholds thresholds, Detections into)
    {
        var room = Math.Min(thresholds.MaxDetections, into.Capacity);
        var suppresses = _model.Layout == OutputLayout.Anchors;
        _kept.Reset(room);
        for (var rank = 0; rank < Math.Min(_candidates.Count, MaxCandidates) && into.Count < room; rank++)
        {
            var (score, row, classId) = _candidates[rank];
            var box = rows.Box(row);
            if (suppresses && _kept.Suppress(box, classId, thresholds.Iou))
                continue;

            var (xMin, yMin) = (transform.ToPictureX(box.XMin), transform.ToPictureY(box.YMin));
            var (xMax, yMax) = (transform.ToPictureX(box.XMax), transform.ToPictureY(box.YMax));
            if (xMin >= xMax || yMin >= yMax)
                continue;
            _kept.Add(box, classId);
            FillKeypoints(rows, row, transform, into.Add(new(classId, score, xMin, yMin, xMax, yMax)));
        }
    }

    private void FillKeypoints(in OutputRows rows, int row, in LetterboxTransform transform, Span<Keypoint> keypoints)
    {
        var value = _keypointOffset;
        for (var k = 0; k < keypoints.Length; k++, value += _model.KeypointDims)
        {
            // Without a visibility in the model every keypoint counts as seen.
            var (x, y) = (rows[row, value], rows[row, value + 1]);
            var score = _model.KeypointDims == 3 ? rows[row, value + 2] : 1;
            keypoints[k] = float.IsFinite(x) && float.IsFinite(y) && float.IsFinite(score)
                ? new(transform.ToPictureX(x), transform.ToPictureY(y), score)
                : default;
        }
    }
}

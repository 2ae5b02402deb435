using System.Globalization;

namespace Inference.Model;

/// <summary>What a model's one output holds, told by its metadata and shape together; each must agree with the other.</summary>
internal sealed record ModelOutput(ModelTask Task, OutputLayout Layout, IReadOnlyList<string> Labels, int KeypointCount, int KeypointDims)
{
    /// <summary>COCO's people, where the metadata does not say otherwise.</summary>
    private static readonly (int Count, int Dims) CocoPose = (17, 3);

    /// <summary>cx, cy, w, h.</summary>
    private const int BoxValues = 4;

    /// <summary>x1, y1, x2, y2, score, class.</summary>
    private const int RowValues = 6;

    /// <summary>The largest public label sets have about 22,000.</summary>
    private const int MaxClasses = 65536;

    /// <param name="rows">Second dimension of the output, −1 if dynamic.</param>
    /// <param name="columns">Third dimension of the output, −1 if dynamic.</param>
    /// <param name="size">Of the input where it is fixed: the number of anchors follows from it.</param>
    public static ModelOutput Read(string model, ModelProperties said, long rows, long columns, (int Width, int Height)? size)
    {
        var labels = said.Names();
        var keypointShape = said.KeypointShape();
        var task = said.Task() ?? GuessTask(labels?.Length, keypointShape is not null, rows, columns);
        var (count, dims) = task == ModelTask.Pose ? keypointShape ?? CocoPose : (0, 0);
        var (boxAndKeypoints, rowValues) = (BoxValues + count * dims, RowValues + count * dims);
        var layout = LayoutOf(rows, columns, boxAndKeypoints + labels?.Length, rowValues, said);

        // What cannot be ours whatever the metadata are: 25,200 anchors taken for classes would be a model that finds nothing.
        if (size is { } fixedSize && !OutputGuess.MayBe(layout, rows, columns, fixedSize))
            throw new ModelLoadException(model, Impossible(rows, columns, fixedSize, labels?.Length, boxAndKeypoints, rowValues));
        labels ??= layout == OutputLayout.Anchors ? Numbered(model, rows, rows - boxAndKeypoints)
            : throw new ModelLoadException(model, "has no metadata 'names', and an output after NMS does not tell how many classes there are");
        var sound = layout == OutputLayout.Anchors ? rows < 0 || rows == boxAndKeypoints + labels.Length : columns < 0 || columns == rowValues;
        return sound
            ? new(task, layout, labels, count, dims)
            : throw new ModelLoadException(model, Mismatch(rows, columns, labels.Length, count, dims) + (size is { } known ? OutputGuess.Of([[-1, rows, columns]], known, labels.Length) : ""));
    }

    /// <param name="channels">What the second dimension would be before NMS; null if the classes are not known.</param>
    private static OutputLayout LayoutOf(long rows, long columns, int? channels, int rowValues, ModelProperties said)
    {
        var afterNms = rows != channels && (columns == rowValues || columns < 0 && said.SaysEndToEnd());
        return afterNms ? OutputLayout.EndToEnd : OutputLayout.Anchors;
    }

    // 56 channels are a person with COCO's keypoints rather than 52 classes, unless the names say so; 57 values the same after NMS.
    private static ModelTask GuessTask(int? classes, bool hasKeypoints, long rows, long columns)
    {
        var pose = CocoPose.Count * CocoPose.Dims;
        var looksLikePose = classes is null or 1 && (rows == BoxValues + 1 + pose || columns == RowValues + pose);
        return hasKeypoints || looksLikePose ? ModelTask.Pose : ModelTask.Detect;
    }

    private static string[] Numbered(string model, long rows, long classes) => classes is >= 1 and <= MaxClasses
        ? [.. Enumerable.Range(0, (int)classes).Select(id => "class" + id.ToString(CultureInfo.InvariantCulture))]
        : throw new ModelLoadException(
            model, $"has no metadata 'names', and an output of {(rows < 0 ? "dynamically many" : rows)} channels does not tell how many classes there are");

    private static string Impossible(long rows, long columns, (int Width, int Height) size, int? classes, int boxAndKeypoints, int rowValues)
    {
        var channels = classes is null ? $"{boxAndKeypoints} + classes" : $"{boxAndKeypoints + classes}";
        return $"output is {ModelMetadataReader.Text([-1, rows, columns])} for an input of {size.Width}x{size.Height}; expected [?, {channels}, {Anchors.Usual(size)}]"
            + $" or after NMS [?, objects, {rowValues}]{OutputGuess.Of([[-1, rows, columns]], size, classes)}";
    }

    private static string Mismatch(long rows, long columns, int classes, int count, int dims)
    {
        var meant = $"classes: {classes}" + (count == 0 ? "" : $", keypoints: {count} × {dims}");
        return $"output is {ModelMetadataReader.Text([-1, rows, columns])}; expected [?, {BoxValues + classes + count * dims}, anchors]"
            + $" or after NMS [?, objects, {RowValues + count * dims}] ({meant})";
    }
}

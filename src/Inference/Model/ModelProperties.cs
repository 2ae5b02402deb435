using System.Globalization;

namespace Inference.Model;

/// <summary>The metadata_props of a model, as Ultralytics writes them: each entry typed, or a <see cref="ModelLoadException"/> that names it.</summary>
internal sealed class ModelProperties(string model, IReadOnlyDictionary<string, string> properties)
{
    private const int MaxSide = ModelMetadataReader.MaxSide;

    /// <summary>Class names by class id, or null where nothing tells them. A dictionary of id to name, or a list.</summary>
    public string[]? Names() => Literal("names") switch
    {
        null => null,
        object?[] { Length: > 0 } list => [.. list.Select(Label)],
        Dictionary<object, object?> { Count: > 0 } entries => [.. Enumerable.Range(0, entries.Count).Select(id => Label(NameOf(entries, id)))],
        _ => throw Fault("names", "a dictionary of class id to name, or a list of names"),
    };

    /// <summary>Keypoints of one object and numbers of one keypoint: 2 (x, y) or 3 (x, y, visibility).</summary>
    public (int Count, int Dims)? KeypointShape() => Literal("kpt_shape") switch
    {
        null => null,
        object?[] and [long count and >= 1 and <= 1024, long dims and (2 or 3)] => ((int)count, (int)dims),
        _ => throw Fault("kpt_shape", "[keypoints 1..1024, 2 or 3]"),
    };

    /// <summary>Input size in pixels: one number, or [height, width].</summary>
    public (int Width, int Height)? ImageSize() => Literal("imgsz") switch
    {
        null => null,
        long side and >= 1 and <= MaxSide => ((int)side, (int)side),
        object?[] and [long height and >= 1 and <= MaxSide, long width and >= 1 and <= MaxSide] => ((int)width, (int)height),
        _ => throw Fault("imgsz", $"[height, width], each 1..{MaxSide}"),
    };

    public int? Stride() => Literal("stride") switch
    {
        null => null,
        long stride and >= 1 and <= 256 => (int)stride,
        double and 32.0 => 32,
        _ => throw Fault("stride", "a whole number, 1..256"),
    };

    /// <summary>Null where nothing tells it.</summary>
    public ModelTask? Task() => properties.GetValueOrDefault("task")?.Trim() switch
    {
        null or "" => null,
        "detect" => ModelTask.Detect,
        "pose" => ModelTask.Pose,
        _ => throw Fault("task", "detect or pose; export a model of one of these: yolo export model=yolo11n.pt format=onnx"),
    };

    /// <summary>Whether the export says that NMS is in the graph. A hint: what cannot be read says nothing.</summary>
    public bool SaysEndToEnd() => properties.GetValueOrDefault("end2end") == "True"
        || PythonLiteral.TryParse(properties.GetValueOrDefault("args"), out var value, out _)
        && value is Dictionary<object, object?> args && args.GetValueOrDefault("nms") is true;

    private object? Literal(string key)
    {
        if (!properties.TryGetValue(key, out var text))
            return null;
        return PythonLiteral.TryParse(text, out var value, out var error)
            ? value
            : throw new ModelLoadException(model, $"metadata '{key}' is no Python literal: {error}");
    }

    // Some converters write the ids as strings.
    private object? NameOf(Dictionary<object, object?> entries, long id) =>
        entries.TryGetValue(id, out var name) || entries.TryGetValue(id.ToString(CultureInfo.InvariantCulture), out name)
            ? name
            : throw new ModelLoadException(
                model, $"metadata 'names' has {entries.Count} entries but none for class {id}; expected ids 0..{entries.Count - 1}");

    // Data sets may name their classes by numbers.
    private string Label(object? name) => name switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Fault("names", "names that are strings"),
    };

    private ModelLoadException Fault(string key, string expected)
    {
        var text = properties[key];
        var shown = text.Length <= 80 ? text : text[..77] + "...";
        return new ModelLoadException(model, $"metadata '{key}' is '{shown}'; expected {expected}");
    }
}

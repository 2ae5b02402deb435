using System.Globalization;
using System.Text.Json;
using Inference;
using Inference.Model;

namespace Cli.Run;

/// <summary>Results as COCO's evaluation reads them (loadRes): an array with an element for each object.</summary>
/// <remarks>
/// A picture's id is its name where all inputs are pictures called by numbers, as COCO's are (000000000139.jpg is 139); else frames are counted from
/// 1, and file_name and frame say which one it is. Categories have COCO's ids where the model's labels are COCO's, else class id + 1.
/// </remarks>
internal sealed class CocoOutput(OutputFile file, IReadOnlyList<RunInput> inputs) : IRunOutput
{
    private readonly bool _numbered = inputs.All(input => long.TryParse(input.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    private readonly MemoryStream _text = new();
    private ModelMetadata? _model;
    private int[] _categories = [];
    private long _frames;
    private bool _any;

    public void Begin(ModelMetadata model)
    {
        _model = model;
        var coco = model.Labels.All(label => CocoCategories.IdOf(label) > 0);
        _categories = [.. model.Labels.Select((label, id) => coco ? CocoCategories.IdOf(label) : id + 1)];
        file.Write("["u8);
    }

    public void Write(InputRun input, long index, InferenceResult result)
    {
        _frames++;
        for (var i = 0; i < result.Detections.Count; i++)
        {
            _text.SetLength(0);
            using (var json = new Utf8JsonWriter(_text))
                WriteObject(json, input, index, result, i);
            file.Write(_any ? ",\n"u8 : "\n"u8);
            file.Write(_text.GetBuffer().AsSpan(0, (int)_text.Length));
            _any = true;
        }
    }

    public void Commit()
    {
        file.Write("\n]\n"u8);
        file.Commit();
    }

    public void Dispose()
    {
        file.Dispose();
        _text.Dispose();
    }

    private void WriteObject(Utf8JsonWriter json, InputRun input, long index, InferenceResult result, int i)
    {
        var one = result.Detections.Objects[i];
        json.WriteStartObject();
        json.WriteNumber("image_id", _numbered && input.IsPicture ? long.Parse(input.Name, CultureInfo.InvariantCulture) : _frames);
        json.WriteNumber("category_id", _categories[one.ClassId]);
        Write(json, "bbox", [one.XMin, one.YMin, one.XMax - one.XMin, one.YMax - one.YMin]);
        json.WriteNumber("score", MathF.Round(one.Score, 5));
        if (_model!.KeypointCount > 0)
            Write(json, "keypoints", [.. result.Detections.KeypointsOf(i).ToArray().SelectMany(point => (float[])[point.X, point.Y, point.Score])]);
        json.WriteString("file_name", Path.GetFileName(input.Word));
        if (!input.IsPicture)
            json.WriteNumber("frame", index);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ReadOnlySpan<float> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(MathF.Round(number, 3));
        json.WriteEndArray();
    }
}

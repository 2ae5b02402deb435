using System.Buffers;
using System.Text.Json;

namespace Scene.Export;

/// <summary>Ground truth as a COCO keypoint file (cocodataset.org, data format, sections 1 and 2).</summary>
/// <remarks>
/// Beside COCO's fields each annotation has <c>track_id</c> and <c>visible_fraction</c>. Boxes are of the whole body, hidden parts included.
/// </remarks>
internal sealed class CocoWriter
{
    /// <summary>Somebody of whom less than this shows is nobody that a person would have marked.</summary>
    private const float LeastVisible = 0.05f;

    private static readonly string[] KeypointNames =
    [
        "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
        "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    ];

    /// <summary>Pairs of keypoints, from 1, that COCO draws as limbs.</summary>
    private static readonly (int From, int To)[] Limbs =
    [
        (16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7), (6, 8), (7, 9), (8, 10), (9, 11), (2, 3), (1, 2), (1, 3), (2, 4), (3, 5),
        (4, 6), (5, 7),
    ];

    private readonly ArrayBufferWriter<byte> _images = new(), _annotations = new();
    private readonly Utf8JsonWriter _image, _annotation;
    private int _imageId, _annotationId;

    public CocoWriter()
    {
        (_image, _annotation) = (new(_images), new(_annotations));
        _image.WriteStartArray();
        _annotation.WriteStartArray();
    }

    public void Add(string fileName, int width, int height, SceneTruth truth)
    {
        _image.WriteStartObject();
        _image.WriteNumber("id", ++_imageId);
        _image.WriteString("file_name", fileName);
        _image.WriteNumber("width", width);
        _image.WriteNumber("height", height);
        _image.WriteEndObject();
        for (var i = 0; i < truth.People.Length; i++)
        {
            if (truth.People[i].VisibleFraction >= LeastVisible)
                Add(truth.People[i], truth.Keypoints(i));
        }
    }

    /// <summary>Writes the file; the last thing to do.</summary>
    public void Finish(Stream to)
    {
        _image.WriteEndArray();
        _annotation.WriteEndArray();
        _image.Flush();
        _annotation.Flush();
        using var file = new Utf8JsonWriter(to);
        file.WriteStartObject();
        file.WritePropertyName("images");
        file.WriteRawValue(_images.WrittenSpan, skipInputValidation: true);
        file.WritePropertyName("annotations");
        file.WriteRawValue(_annotations.WrittenSpan, skipInputValidation: true);
        WriteCategories(file);
        file.WriteEndObject();
    }

    private void Add(in PersonTruth person, ReadOnlySpan<KeypointTruth> keypoints)
    {
        _annotation.WriteStartObject();
        _annotation.WriteNumber("id", ++_annotationId);
        _annotation.WriteNumber("image_id", _imageId);
        _annotation.WriteNumber("category_id", 1);
        _annotation.WriteNumber("iscrowd", 0);
        _annotation.WriteNumber("track_id", person.Id);
        _annotation.WriteNumber("visible_fraction", MathF.Round(person.VisibleFraction, 4));
        _annotation.WriteNumber("area", MathF.Round(person.Area * person.VisibleFraction));
        WriteArray("bbox", [person.XMin, person.YMin, person.Width, person.Height]);
        WriteKeypoints(keypoints);
        _annotation.WriteEndObject();
    }

    /// <summary>COCO has 0, 0, 0 for a keypoint outside the picture.</summary>
    private void WriteKeypoints(ReadOnlySpan<KeypointTruth> keypoints)
    {
        Span<float> numbers = stackalloc float[3 * SceneTruth.KeypointCount];
        var labelled = 0;
        for (var i = 0; i < keypoints.Length; i++)
        {
            numbers.Slice(3 * i, 3).Clear();
            if (keypoints[i] is not { Visibility: not KeypointVisibility.OutOfPicture } keypoint)
                continue;
            (numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]) = (keypoint.X, keypoint.Y, (float)keypoint.Visibility);
            labelled++;
        }
        _annotation.WriteNumber("num_keypoints", labelled);
        WriteArray("keypoints", numbers);
    }

    private void WriteArray(string name, ReadOnlySpan<float> numbers)
    {
        _annotation.WriteStartArray(name);
        foreach (var number in numbers)
            _annotation.WriteNumberValue(MathF.Round(number, 2));
        _annotation.WriteEndArray();
    }

    private static void WriteCategories(Utf8JsonWriter file)
    {
        file.WriteStartArray("categories");
        file.WriteStartObject();
        file.WriteNumber("id", 1);
        file.WriteString("name", "person");
        file.WriteString("supercategory", "person");
        file.WriteStartArray("keypoints");
        foreach (var keypoint in KeypointNames)
            file.WriteStringValue(keypoint);
        file.WriteEndArray();
        file.WriteStartArray("skeleton");
        foreach (var (from, to) in Limbs)
        {
            file.WriteStartArray();
            file.WriteNumberValue(from);
            file.WriteNumberValue(to);
            file.WriteEndArray();
        }
        file.WriteEndArray();
        file.WriteEndObject();
        file.WriteEndArray();
    }
}

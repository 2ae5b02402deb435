using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wire.V1;

namespace Server.Publish;

/// <summary>Writes a result as DeepStream's nvmsgconv does with payload-type=1, so that what reads its messages reads ours.</summary>
/// <remarks>
/// One object a frame: version, id, @timestamp, sensorId and objects, each of them one text:
/// "trackingId|left|top|right|bottom|label|#|attributes|confidence", and for a pose "|#|pose2D|name,x,y,confidence|…|".
/// There are no attributes (gender, age, hair, cap and apparel of a person; type, make, model, colour, licence and region of
/// everything else), but their places are kept, as readers count them. Not for two threads.
/// </remarks>
internal sealed class DeepStreamJson : IDisposable
{
    private static readonly string[] Coco =
    [
        "nose", "left-eye", "right-eye", "left-ear", "right-ear", "left-shoulder", "right-shoulder", "left-elbow", "right-elbow",
        "left-wrist", "right-wrist", "left-hip", "right-hip", "left-knee", "right-knee", "left-ankle", "right-ankle",
    ];

    private readonly Utf8JsonWriter _json = new(
        System.IO.Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    private readonly StringBuilder _text = new();

    /// <summary>Appends the JSON, without a line end.</summary>
    public void Write(FrameResult result, long unixMilliseconds, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("version"u8, "4.0"u8);
        _json.WriteString("id"u8, result.Sequence.ToString(CultureInfo.InvariantCulture));
        _json.WriteString("@timestamp"u8, RecordTime.Text(unixMilliseconds));
        _json.WriteString("sensorId"u8, result.StreamId);
        _json.WriteStartArray("objects"u8);
        foreach (var found in result.Objects)
            WriteObject(found);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteObject(DetectedObject found)
    {
        _text.Clear();
        var box = found.Box ?? new Box();
        _text.Append(CultureInfo.InvariantCulture, $"{found.TrackId}|{box.XMin:0.###}|{box.YMin:0.###}|{box.XMax:0.###}|{box.YMax:0.###}|");
        _text.Append(CultureInfo.InvariantCulture, $"{found.Label.Replace('|', '_')}|#|{(found.Label == "person" ? "|||||" : "||||||")}{found.Score:0.####}");
        if (found.Keypoints.Count > 0)
            WritePose(found);
        foreach (var chunk in _text.GetChunks())
            _json.WriteStringValueSegment(chunk.Span, isFinalSegment: false);
        _json.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
    }

    private void WritePose(DetectedObject found)
    {
        _text.Append("|#|pose2D|");
        for (var i = 0; i < found.Keypoints.Count; i++)
        {
            var point = found.Keypoints[i];
            if (found.Keypoints.Count == Coco.Length)
                _text.Append(CultureInfo.InvariantCulture, $"{Coco[i]},{point.X:0.###},{point.Y:0.###},{point.Score:0.####}|");
            else
                _text.Append(CultureInfo.InvariantCulture, $"{i},{point.X:0.###},{point.Y:0.###},{point.Score:0.####}|");
        }
    }
}

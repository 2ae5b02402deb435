using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wire;
using Wire.V1;

namespace Sinks;

/// <summary>Writes a result as DeepStream's nvmsgconv does with payload-type=1, so that what reads its messages reads ours.</summary>
/// <remarks>
/// One object a frame: version, id, @timestamp, sensorId and objects, each of them one text:
/// "trackingId|left|top|right|bottom|label|#|attributes|confidence", and for a pose "|#|pose2D|name,x,y,confidence|…|".
/// There are no attributes (gender, age, hair, cap and apparel of a person; type, make, model, colour, licence and region of
/// everything else), but their places are kept, as readers count them. Not for two threads.
/// </remarks>
internal sealed class DeepStreamJson : IDisposable
{
    private static readonly byte[][] Coco =
    [
        .. new[]
        {
            "nose", "left-eye", "right-eye", "left-ear", "right-ear", "left-shoulder", "right-shoulder", "left-elbow", "right-elbow",
            "left-wrist", "right-wrist", "left-hip", "right-hip", "left-knee", "right-knee", "left-ankle", "right-ankle",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    // -3.4028235E+38 with all its digits.
    private const int MostDigits = 40;

    private readonly Utf8JsonWriter _json = new(
        System.IO.Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    private readonly ArrayBufferWriter<byte> _text = new(2048);

    /// <summary>Appends the JSON, without a line end.</summary>
    /// <param name="message">A <see cref="FrameResult"/>.</param>
    /// <param name="appended">Its time where it has none of its own.</param>
    /// <exception cref="MalformedMessageException">The bytes are none; half of it may have been written.</exception>
    public void Write(ReadOnlySpan<byte> message, long appended, IBufferWriter<byte> output)
    {
        var result = FrameResultView.Read(message);
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("version"u8, "4.0"u8);
        _text.ResetWrittenCount();
        Append(result.Sequence);
        _json.WriteString("id"u8, _text.WrittenSpan);
        _json.WriteString("@timestamp"u8, RecordTimestamp.Text(RecordTimestamp.UnixMilliseconds(result.CaptureTime, appended), stackalloc byte[RecordTimestamp.TextLength]));
        _json.WriteString("sensorId"u8, result.StreamId);
        _json.WriteStartArray("objects"u8);
        foreach (var found in result.Objects)
            WriteObject(DetectedObjectView.Read(found));
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteObject(in DetectedObjectView found)
    {
        var box = found.Box.GetValueOrDefault();
        _text.ResetWrittenCount();
        Append(found.TrackId);
        foreach (var pixels in (ReadOnlySpan<float>)[box.XMin, box.YMin, box.XMax, box.YMax])
            Append("|"u8, pixels, "0.###");
        _text.Write("|"u8);
        found.Label.Replace(_text.GetSpan(found.Label.Length), (byte)'|', (byte)'_');
        _text.Advance(found.Label.Length);
        Append(found.Label.SequenceEqual("person"u8) ? "|#||||||"u8 : "|#|||||||"u8, found.Score, "0.####");
        WritePose(found);
        _json.WriteStringValue(_text.WrittenSpan);
    }

    private void WritePose(in DetectedObjectView found)
    {
        var (points, index) = (0, 0);
        foreach (var _ in found.Keypoints)
            points++;
        if (points > 0)
            _text.Write("|#|pose2D|"u8);
        foreach (var message in found.Keypoints)
        {
            var point = KeypointView.Read(message);
            if (points == Coco.Length)
                _text.Write(Coco[index]);
            else
                Append(index);
            index++;
            Append(","u8, point.X, "0.###");
            Append(","u8, point.Y, "0.###");
            Append(","u8, point.Score, "0.####");
            _text.Write("|"u8);
        }
    }

    private void Append(long number)
    {
        Utf8Formatter.TryFormat(number, _text.GetSpan(MostDigits), out var length);
        _text.Advance(length);
    }

    private void Append(ReadOnlySpan<byte> before, float number, string format)
    {
        _text.Write(before);
        number.TryFormat(_text.GetSpan(MostDigits + 1 + 4), out var length, format, CultureInfo.InvariantCulture);
        _text.Advance(length);
    }
}

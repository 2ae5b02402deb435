using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace Wire.V1;

/// <summary>
/// Turns the bytes of a <see cref="FrameResult"/> into JSON: what protobuf's <see cref="JsonFormatter"/> with default values gives,
/// without any object between.
/// </summary>
/// <remarks>
/// One line, UTF-8, fields in the order of their numbers. Two things protobuf would refuse or write as text are made harmless, since
/// one bad number must not cost a frame: a number that is not finite is 0, a time outside the years 1 to 9999 is left out.
/// Keep one for each writer; not for two threads.
/// </remarks>
public sealed class FrameResultJson : IDisposable
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    // Labels stay readable: JSON needs no escape for them, and nothing here is put into HTML.
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Reads the JSON of one result; unknown fields are ignored.</summary>
    /// <exception cref="InvalidJsonException">The text is no JSON.</exception>
    /// <exception cref="InvalidProtocolBufferException">The JSON is no <see cref="FrameResult"/>.</exception>
    public static FrameResult Parse(ReadOnlySpan<byte> utf8) => Parser.Parse<FrameResult>(Encoding.UTF8.GetString(utf8));

    /// <summary>Appends the JSON, without a line end.</summary>
    /// <exception cref="MalformedMessageException">The bytes are no <see cref="FrameResult"/>; half of it may have been written.</exception>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        var result = FrameResultView.Read(message);
        _json.Reset(output);
        _json.WriteStartObject();
        WriteIdentity(result);
        _json.WriteNumber(Names.Width, result.Width);
        _json.WriteNumber(Names.Height, result.Height);
        _json.WriteString(Names.Model, result.Model);
        WriteObjects(result);
        if (result.Timing is { } timing)
            WriteTiming(timing);
        _json.WriteNumber(Names.DroppedSinceLast, result.DroppedSinceLast);
        _json.WriteString(Names.ModelVersion, result.ModelVersion);
        if (!result.Traceparent.IsEmpty)
            _json.WriteString(Names.Traceparent, result.Traceparent);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteIdentity(in FrameResultView result)
    {
        _json.WriteString(Names.StreamId, result.StreamId);
        _json.WriteString(Names.SessionId, result.SessionId);
        WriteLong(Names.Sequence, result.Sequence);
        WriteLong(Names.Pts90Khz, result.Pts90Khz);
        _json.WriteNumber(Names.RtpTimestamp, result.RtpTimestamp);
        if (result.CaptureTime is { } captured)
            WriteTime(Names.CaptureTime, captured);
    }

    private void WriteObjects(in FrameResultView result)
    {
        _json.WriteStartArray(Names.Objects);
        foreach (var message in result.Objects)
            WriteObject(DetectedObjectView.Read(message));
        _json.WriteEndArray();
    }

    private void WriteObject(in DetectedObjectView found)
    {
        _json.WriteStartObject();
        _json.WriteNumber(Names.ClassId, found.ClassId);
        _json.WriteString(Names.Label, found.Label);
        WriteFloat(Names.Score, found.Score);
        if (found.Box is { } box)
            WriteBox(box);
        _json.WriteNumber(Names.TrackId, found.TrackId);
        _json.WriteStartArray(Names.Keypoints);
        foreach (var message in found.Keypoints)
            WriteKeypoint(KeypointView.Read(message));
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteBox(in BoxView box)
    {
        _json.WriteStartObject(Names.Box);
        WriteFloat(Names.XMin, box.XMin);
        WriteFloat(Names.YMin, box.YMin);
        WriteFloat(Names.XMax, box.XMax);
        WriteFloat(Names.YMax, box.YMax);
        _json.WriteEndObject();
    }

    private void WriteKeypoint(in KeypointView point)
    {
        _json.WriteStartObject();
        WriteFloat(Names.X, point.X);
        WriteFloat(Names.Y, point.Y);
        WriteFloat(Names.Score, point.Score);
        _json.WriteEndObject();
    }

    private void WriteTiming(in TimingView timing)
    {
        _json.WriteStartObject(Names.Timing);
        _json.WriteNumber(Names.DecodeUs, timing.DecodeUs);
        _json.WriteNumber(Names.QueueUs, timing.QueueUs);
        _json.WriteNumber(Names.PreprocessUs, timing.PreprocessUs);
        _json.WriteNumber(Names.InferUs, timing.InferUs);
        _json.WriteNumber(Names.PostprocessUs, timing.PostprocessUs);
        _json.WriteNumber(Names.PublishUs, timing.PublishUs);
        _json.WriteNumber(Names.TotalUs, timing.TotalUs);
        _json.WriteEndObject();
    }

    private void WriteFloat(JsonEncodedText name, float value) => _json.WriteNumber(name, float.IsFinite(value) ? value : 0);

    private void WriteLong(JsonEncodedText name, long value)
    {
        Span<byte> digits = stackalloc byte[20]; // -9223372036854775808
        Utf8Formatter.TryFormat(value, digits, out var length);
        _json.WriteString(name, digits[..length]);
    }

    private void WriteTime(JsonEncodedText name, TimestampView time)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        if (TimestampText.TryFormat(time, text, out var length))
            _json.WriteString(name, text[..length]);
    }

    private static class Names
    {
        public static readonly JsonEncodedText StreamId = JsonEncodedText.Encode("streamId");
        public static readonly JsonEncodedText SessionId = JsonEncodedText.Encode("sessionId");
        public static readonly JsonEncodedText Sequence = JsonEncodedText.Encode("sequence");
        public static readonly JsonEncodedText Pts90Khz = JsonEncodedText.Encode("pts90khz");
        public static readonly JsonEncodedText RtpTimestamp = JsonEncodedText.Encode("rtpTimestamp");
        public static readonly JsonEncodedText CaptureTime = JsonEncodedText.Encode("captureTime");
        public static readonly JsonEncodedText Width = JsonEncodedText.Encode("width");
        public static readonly JsonEncodedText Height = JsonEncodedText.Encode("height");
        public static readonly JsonEncodedText Model = JsonEncodedText.Encode("model");
        public static readonly JsonEncodedText Objects = JsonEncodedText.Encode("objects");
        public static readonly JsonEncodedText Timing = JsonEncodedText.Encode("timing");
        public static readonly JsonEncodedText DroppedSinceLast = JsonEncodedText.Encode("droppedSinceLast");
        public static readonly JsonEncodedText ModelVersion = JsonEncodedText.Encode("modelVersion");
        public static readonly JsonEncodedText Traceparent = JsonEncodedText.Encode("traceparent");
        public static readonly JsonEncodedText ClassId = JsonEncodedText.Encode("classId");
        public static readonly JsonEncodedText Label = JsonEncodedText.Encode("label");
        public static readonly JsonEncodedText Score = JsonEncodedText.Encode("score");
        public static readonly JsonEncodedText Box = JsonEncodedText.Encode("box");
        public static readonly JsonEncodedText TrackId = JsonEncodedText.Encode("trackId");
        public static readonly JsonEncodedText Keypoints = JsonEncodedText.Encode("keypoints");
        public static readonly JsonEncodedText XMin = JsonEncodedText.Encode("xMin");
        public static readonly JsonEncodedText YMin = JsonEncodedText.Encode("yMin");
        public static readonly JsonEncodedText XMax = JsonEncodedText.Encode("xMax");
        public static readonly JsonEncodedText YMax = JsonEncodedText.Encode("yMax");
        public static readonly JsonEncodedText X = JsonEncodedText.Encode("x");
        public static readonly JsonEncodedText Y = JsonEncodedText.Encode("y");
        public static readonly JsonEncodedText DecodeUs = JsonEncodedText.Encode("decodeUs");
        public static readonly JsonEncodedText QueueUs = JsonEncodedText.Encode("queueUs");
        public static readonly JsonEncodedText PreprocessUs = JsonEncodedText.Encode("preprocessUs");
        public static readonly JsonEncodedText InferUs = JsonEncodedText.Encode("inferUs");
        public static readonly JsonEncodedText PostprocessUs = JsonEncodedText.Encode("postprocessUs");
        public static readonly JsonEncodedText PublishUs = JsonEncodedText.Encode("publishUs");
        public static readonly JsonEncodedText TotalUs = JsonEncodedText.Encode("totalUs");
    }
}

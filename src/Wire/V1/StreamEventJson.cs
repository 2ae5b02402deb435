using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace Wire.V1;

/// <summary>
/// Writes a <see cref="StreamEvent"/> as JSON: what protobuf's <see cref="JsonFormatter"/> with default values gives, but for the kind, which is
/// called as everywhere else: "started", not "STREAM_EVENT_KIND_STARTED".
/// </summary>
/// <remarks>One line, UTF-8, fields in the order of their numbers; a time outside the years 1 to 9999 is left out. Not for two threads.</remarks>
public sealed class StreamEventJson : IDisposable
{
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Appends the JSON, without a line end.</summary>
    public void Write(StreamEvent happened, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("id"u8, happened.Id);
        WriteTime(happened);
        WriteKind(happened.Kind);
        _json.WriteString("streamId"u8, happened.StreamId);
        _json.WriteString("sessionId"u8, happened.SessionId);
        _json.WriteString("subject"u8, happened.Subject);
        _json.WriteString("detail"u8, happened.Detail);
        _json.WriteString("count"u8, happened.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteTime(StreamEvent happened)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        if (TimestampView.Of(happened.Time) is { } time && TimestampText.TryFormat(time, text, out var length))
            _json.WriteString("time"u8, text[..length]);
    }

    /// <summary>A kind that a later version wrote has no name here; protobuf's mapping gives its number then.</summary>
    private void WriteKind(StreamEventKind kind)
    {
        if (kind.Name() is { } name)
            _json.WriteString("kind"u8, name);
        else
            _json.WriteNumber("kind"u8, (int)kind);
    }
}

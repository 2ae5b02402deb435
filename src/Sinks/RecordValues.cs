using System.Buffers;
using ResultLog;
using Wire.V1;
using Wire;

namespace Sinks;

/// <summary>The bytes that a sink publishes of a record, lent until the next are asked for. For one thread.</summary>
internal sealed class RecordValues(ValueFormat format) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(8192);
    private readonly FrameResultJson _results = new();
    private readonly DeepStreamJson _deepStream = new();
    private readonly StreamEventJson _events = new();

    public static ReadOnlySpan<byte> ContentTypeOf(ValueFormat format) => format == ValueFormat.Protobuf ? "application/protobuf"u8 : "application/json"u8;

    /// <exception cref="MalformedMessageException">The record is no <see cref="FrameResult"/>; of protobuf that is not looked at.</exception>
    public ReadOnlySpan<byte> OfResult(in LogRecord record)
    {
        if (format == ValueFormat.Protobuf)
            return record.Payload.Span;
        _buffer.ResetWrittenCount();
        if (format == ValueFormat.Json)
            _results.Write(record.Payload.Span, _buffer);
        else
            _deepStream.Write(record.Payload.Span, record.UnixMilliseconds, _buffer);
        return _buffer.WrittenSpan;
    }

    /// <summary>DeepStream has no message for what happens to a stream: it is our JSON there too.</summary>
    /// <param name="happened">What the record is.</param>
    public ReadOnlySpan<byte> OfEvent(in LogRecord record, StreamEvent happened)
    {
        if (format == ValueFormat.Protobuf)
            return record.Payload.Span;
        _buffer.ResetWrittenCount();
        _events.Write(happened, _buffer);
        return _buffer.WrittenSpan;
    }

    public void Dispose()
    {
        _results.Dispose();
        _deepStream.Dispose();
        _events.Dispose();
    }
}

/// <summary>What the value of a published result is.</summary>
public enum ValueFormat
{
    /// <summary>stream.v1.FrameResult, byte for byte as it is in the log.</summary>
    Protobuf,

    /// <summary>The same as JSON, see proto/stream/v1/frame_result.schema.json.</summary>
    Json,

    /// <summary>The minimal JSON schema of DeepStream's nvmsgconv, with poses; see <see cref="DeepStreamJson"/>.</summary>
    DeepStream,
}

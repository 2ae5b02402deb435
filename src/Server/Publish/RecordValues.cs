using System.Buffers;
using Google.Protobuf;
using Server.Delivery.Log;
using Wire.V1;

namespace Server.Publish;

/// <summary>The bytes that a sink publishes of a record. For one thread.</summary>
internal sealed class RecordValues(ValueFormat format) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(8192);
    private readonly FrameResultJson _results = new();
    private readonly DeepStreamJson _deepStream = new();
    private readonly StreamEventJson _events = new();

    public string ContentType => format == ValueFormat.Protobuf ? "application/protobuf" : "application/json";

    /// <exception cref="InvalidProtocolBufferException">The bytes are no <see cref="FrameResult"/>.</exception>
    public (ResultHeader Header, byte[] Value) OfResult(in LogRecord record)
    {
        if (format == ValueFormat.Protobuf)
        {
            var bytes = record.Payload.ToArray();
            return (ResultHeader.Read(bytes), bytes);
        }

        _buffer.ResetWrittenCount();
        var result = FrameResult.Parser.ParseFrom(record.Payload.Span);
        if (format == ValueFormat.Json)
            _results.Write(result, _buffer);
        else
            _deepStream.Write(result, RecordTime.UnixMilliseconds(result.CaptureTime, record.UnixMilliseconds), _buffer);
        return (ResultHeader.Of(result), _buffer.WrittenSpan.ToArray());
    }

    /// <summary>DeepStream has no message for what happens to a stream: it is our JSON there too.</summary>
    public byte[] OfEvent(StreamEvent happened)
    {
        if (format == ValueFormat.Protobuf)
            return happened.ToByteArray();
        _buffer.ResetWrittenCount();
        _events.Write(happened, _buffer);
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose()
    {
        _results.Dispose();
        _deepStream.Dispose();
        _events.Dispose();
    }
}

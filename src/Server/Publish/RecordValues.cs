using System.Buffers;
using Google.Protobuf;
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

    /// <param name="result">A <see cref="FrameResult"/> as protobuf.</param>
    /// <param name="appended">When the record came into the log.</param>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no <see cref="FrameResult"/>.</exception>
    public byte[] OfResult(byte[] result, long appended)
    {
        if (format == ValueFormat.Protobuf)
            return result;
        _buffer.ResetWrittenCount();
        var message = FrameResult.Parser.ParseFrom(result);
        if (format == ValueFormat.Json)
            _results.Write(message, _buffer);
        else
            _deepStream.Write(message, RecordTime.UnixMilliseconds(message.CaptureTime, appended), _buffer);
        return _buffer.WrittenSpan.ToArray();
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

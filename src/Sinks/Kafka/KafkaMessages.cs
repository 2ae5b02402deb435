using System.Buffers.Text;
using System.Text;
using Confluent.Kafka;
using ResultLog;
using Wire.V1;

namespace Sinks.Kafka;

/// <summary>Makes messages of records: topic, key, headers, value. A message is to be handed over before the next is made. For one thread.</summary>
internal sealed class KafkaMessages(KafkaSinkOptions options) : IDisposable
{
    private static readonly Header ResultType = CloudEventHeaders.TypeOf("stream.v1.FrameResult"u8), EventType = CloudEventHeaders.TypeOf("stream.v1.StreamEvent"u8);
    private static readonly byte[] AllEvents = "/v1/events"u8.ToArray();

    private readonly RecordValues _values = new(options.Value);
    private readonly ValueArrays _arrays = new();
    private readonly Header _contentType = CloudEventHeaders.ContentTypeOf(RecordValues.ContentTypeOf(options.Value));

    /// <returns>The topic, and null where the record is not for this sink.</returns>
    /// <exception cref="Wire.MalformedMessageException">The record is not what its kind says.</exception>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">As above, of an event.</exception>
    public (string Topic, Message<byte[], byte[]>? Message) Of(in LogRecord record) => record.Kind switch
    {
        RecordKind.Result => (options.ResultsTopic, OfResult(record)),
        RecordKind.Event => (options.EventsTopic, OfEvent(record)),
        // Of gaps the log has events, too.
        _ => ("", null),
    };

    public void Dispose() => _values.Dispose();

    private Message<byte[], byte[]> OfResult(in LogRecord record)
    {
        var result = FrameResultView.Read(record.Payload.Span);
        Span<byte> sequence = stackalloc byte[20]; // -9223372036854775808
        Utf8Formatter.TryFormat(result.Sequence, sequence, out var digits);
        byte[] id = [.. result.StreamId, (byte)'/', .. result.SessionId, (byte)'/', .. sequence[..digits]];
        var stream = result.StreamId.ToArray();
        var time = RecordTimestamp.UnixMilliseconds(result.CaptureTime, record.UnixMilliseconds);
        return Message(stream, new(id, ResultType, SourceOf(stream), stream, time, _contentType, result.Traceparent.IsEmpty ? null : result.Traceparent.ToArray()), _values.OfResult(record));
    }

    private Message<byte[], byte[]> OfEvent(in LogRecord record)
    {
        var happened = StreamEvent.Parser.ParseFrom(record.Payload.Span);
        var stream = Encoding.UTF8.GetBytes(happened.StreamId);
        var (of, source) = stream.Length > 0 ? (stream, SourceOf(stream)) : (Encoding.UTF8.GetBytes(happened.Subject), AllEvents);
        var time = RecordTimestamp.UnixMilliseconds(TimestampView.Of(happened.Time), record.UnixMilliseconds);
        return Message(of, new(Encoding.UTF8.GetBytes(happened.Id), EventType, source, of, time, _contentType), _values.OfEvent(record, happened));
    }

    // The stream's own address in the REST interface.
    private static byte[] SourceOf(byte[] stream) => [.. "/v1/streams/"u8, .. stream];

    private Message<byte[], byte[]> Message(byte[] key, CloudEventHeaders headers, ReadOnlySpan<byte> value) => new()
    {
        Key = key,
        Value = _arrays.Copy(value),
        Headers = headers.ToHeaders(),
        Timestamp = new(headers.UnixMilliseconds, TimestampType.CreateTime),
    };
}

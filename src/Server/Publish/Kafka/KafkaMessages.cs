using System.Text;
using Confluent.Kafka;
using Server.Delivery.Log;
using Wire.V1;

namespace Server.Publish.Kafka;

/// <summary>Makes messages of records: topic, key, headers, value. For one thread.</summary>
internal sealed class KafkaMessages(KafkaSinkOptions options) : IDisposable
{
    private const string ResultType = "stream.v1.FrameResult", EventType = "stream.v1.StreamEvent";

    private readonly RecordValues _values = new(options.Value);

    /// <returns>The topic, and null where the record is not for this sink.</returns>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">The record is not what its kind says.</exception>
    public (string Topic, Message<byte[], byte[]>? Message) Of(in LogRecord record) => record.Kind switch
    {
        RecordKind.Result => (options.ResultsTopic, OfResult(record)),
        RecordKind.Event => (options.EventsTopic, OfEvent(StreamEvent.Parser.ParseFrom(record.Payload.Span), record.UnixMilliseconds)),
        // Of gaps the log has events, too.
        _ => ("", null),
    };

    public void Dispose() => _values.Dispose();

    private Message<byte[], byte[]> OfResult(in LogRecord record)
    {
        var (header, value) = _values.OfResult(record);
        var time = RecordTime.UnixMilliseconds(header.CaptureTime, record.UnixMilliseconds);
        var id = $"{header.StreamId}/{header.SessionId}/{header.Sequence}";
        return Message(header.StreamId, new(id, ResultType, SourceOf(header.StreamId), header.StreamId, time, _values.ContentType), value);
    }

    private Message<byte[], byte[]> OfEvent(StreamEvent happened, long appended)
    {
        var time = RecordTime.UnixMilliseconds(happened.Time, appended);
        var of = happened.StreamId.Length > 0 ? happened.StreamId : happened.Subject;
        var source = happened.StreamId.Length > 0 ? SourceOf(happened.StreamId) : "/v1/events";
        return Message(of, new(happened.Id, EventType, source, of, time, _values.ContentType), _values.OfEvent(happened));
    }

    // The stream's own address in the REST interface.
    private static string SourceOf(string stream) => $"/v1/streams/{stream}";

    private static Message<byte[], byte[]> Message(string key, CloudEventHeaders headers, byte[] value) => new()
    {
        Key = Encoding.UTF8.GetBytes(key),
        Value = value,
        Headers = headers.ToHeaders(),
        Timestamp = new(headers.UnixMilliseconds, TimestampType.CreateTime),
    };
}

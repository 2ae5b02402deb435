using Confluent.Kafka;

namespace Sinks.Kafka;

/// <summary>The CloudEvents attributes of a record, as headers of a Kafka message in binary mode; texts are UTF-8.</summary>
/// <remarks>What many records have in common is a header made once.</remarks>
/// <param name="Id">With <paramref name="Source"/> unique for ever, and the same where a record is sent again.</param>
/// <param name="Source">A URI reference.</param>
/// <param name="TraceParent">W3C trace context; null where no trace began.</param>
internal readonly record struct CloudEventHeaders(byte[] Id, Header Type, byte[] Source, byte[] Subject, long UnixMilliseconds, Header ContentType, byte[]? TraceParent = null)
{
    // CloudEvents Kafka protocol binding 1.0.2, section 3.2: attributes have the prefix ce_, but for the content type.
    private static readonly Header SpecVersion = new("ce_specversion", "1.0"u8.ToArray());

    public static Header TypeOf(ReadOnlySpan<byte> type) => new("ce_type", type.ToArray());

    public static Header ContentTypeOf(ReadOnlySpan<byte> type) => new("content-type", type.ToArray());

    public Headers ToHeaders()
    {
        var headers = new Headers
        {
            SpecVersion,
            { "ce_id", Id },
            Type,
            { "ce_source", Source },
            { "ce_subject", Subject },
            { "ce_time", RecordTimestamp.Text(UnixMilliseconds, stackalloc byte[RecordTimestamp.TextLength]).ToArray() },
            ContentType,
        };
        if (TraceParent is not null)
            headers.Add("traceparent", TraceParent);
        return headers;
    }
}

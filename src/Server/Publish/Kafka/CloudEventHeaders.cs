using System.Text;
using Confluent.Kafka;

namespace Server.Publish.Kafka;

/// <summary>The CloudEvents attributes of a record, as headers of a Kafka message in binary mode.</summary>
/// <param name="Id">With <paramref name="Source"/> unique for ever, and the same where a record is sent again.</param>
/// <param name="Source">A URI reference.</param>
/// <param name="TraceParent">W3C trace context; null where no trace began.</param>
internal readonly record struct CloudEventHeaders(string Id, string Type, string Source, string Subject, long UnixMilliseconds, string ContentType, string? TraceParent = null)
{
    private static readonly Header SpecVersion = new("ce_specversion", "1.0"u8.ToArray());

    // CloudEvents Kafka protocol binding 1.0.2, section 3.2: attributes have the prefix ce_, but for the content type.
    public Headers ToHeaders()
    {
        var headers = new Headers
        {
            SpecVersion,
            { "ce_id", Encoding.UTF8.GetBytes(Id) },
            { "ce_type", Encoding.UTF8.GetBytes(Type) },
            { "ce_source", Encoding.UTF8.GetBytes(Source) },
            { "ce_subject", Encoding.UTF8.GetBytes(Subject) },
            { "ce_time", Encoding.UTF8.GetBytes(RecordTime.Text(UnixMilliseconds)) },
            { "content-type", Encoding.UTF8.GetBytes(ContentType) },
        };
        if (TraceParent is not null)
            headers.Add("traceparent", Encoding.UTF8.GetBytes(TraceParent));
        return headers;
    }
}

using System.Text;
using Sinks.Kafka;
using Xunit;

namespace Sinks.Tests.Kafka;

public sealed class CloudEventHeadersTests
{
    private static readonly CloudEventHeaders Attributes = new(
        "gate/s/1"u8.ToArray(), CloudEventHeaders.TypeOf("stream.v1.FrameResult"u8), "/v1/streams/gate"u8.ToArray(), "gate"u8.ToArray(), 1767322800120,
        CloudEventHeaders.ContentTypeOf("application/protobuf"u8));

    private static IEnumerable<(string, string)> Written(CloudEventHeaders attributes) =>
        attributes.ToHeaders().Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes())));

    [Fact]
    public void Attributes_have_the_prefix_of_the_binding_and_the_content_type_has_none() => Assert.Equal(
        [
            ("ce_specversion", "1.0"), ("ce_id", "gate/s/1"), ("ce_type", "stream.v1.FrameResult"), ("ce_source", "/v1/streams/gate"), ("ce_subject", "gate"),
            ("ce_time", "2026-01-02T03:00:00.120Z"), ("content-type", "application/protobuf"),
        ],
        Written(Attributes));

    [Fact]
    public void A_trace_goes_along()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Assert.Contains(("traceparent", trace), Written(Attributes with { TraceParent = Encoding.ASCII.GetBytes(trace) }));
    }
}

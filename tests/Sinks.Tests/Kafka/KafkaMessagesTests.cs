using System.Text;
using Google.Protobuf;
using ResultLog;
using Sinks.Kafka;
using Wire.V1;
using Xunit;

namespace Sinks.Tests.Kafka;

public sealed class KafkaMessagesTests
{
    private static LogRecord Record(int sequence) => new(7, 1767322800120, RecordKind.Result, SampleResult.Of("camera-1", "s", sequence, people: 5).ToByteArray());

    [Theory]
    [InlineData("Protobuf")]
    [InlineData("Json")]
    public void A_message_of_five_people_allocates_its_headers_alone(string format)
    {
        using var messages = new KafkaMessages(new() { Value = Enum.Parse<ValueFormat>(format) });
        var record = Record(300);
        for (var warm = 0; warm < 100; warm++)
            messages.Of(record);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            messages.Of(record);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 1000);
    }

    [Fact]
    public void A_value_is_whole_whatever_came_before_it()
    {
        var arrays = new ValueArrays();
        foreach (var length in new[] { 3, 1027, 3, 20_000, 0, 1024, 20_000 })
            Assert.Equal(Enumerable.Repeat((byte)length, length), arrays.Copy([.. Enumerable.Repeat((byte)length, length)]));
    }

    [Theory, InlineData("Protobuf"), InlineData("Json"), InlineData("DeepStream")]
    public void The_trace_of_a_frame_goes_into_its_headers(string format)
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var messages = new KafkaMessages(new KafkaSinkOptions { Value = Enum.Parse<ValueFormat>(format) });
        Assert.Equal(trace, Traceparent(messages, new FrameResult { StreamId = "gate", Traceparent = trace }));
        Assert.Null(Traceparent(messages, new FrameResult { StreamId = "gate" }));
    }

    private static string? Traceparent(KafkaMessages messages, FrameResult result)
    {
        var (_, message) = messages.Of(new LogRecord(1, 0, RecordKind.Result, result.ToByteArray()));
        return message!.Headers.TryGetLastBytes("traceparent", out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}

using Google.Protobuf;
using Load.Sinks;
using Server.Delivery.Log;
using Server.Publish;
using Server.Publish.Kafka;
using Xunit;

namespace Server.Tests.Publish;

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
}

using System.Buffers;
using Google.Protobuf;
using ResultLog;
using Wire;
using Wire.V1;
using Xunit;

namespace Sinks.Tests;

public sealed class RecordValuesTests
{
    private static LogRecord Record(byte[] payload) => new(7, 1767322800120, RecordKind.Result, payload);

    [Theory]
    [InlineData("Protobuf")]
    [InlineData("Json")]
    [InlineData("DeepStream")]
    public void The_value_of_five_people_allocates_nothing(string format)
    {
        using var values = new RecordValues(Enum.Parse<ValueFormat>(format));
        var record = Record(SampleResult.Of("camera-1", "s", 300, people: 5).ToByteArray());
        for (var warm = 0; warm < 100; warm++)
            values.OfResult(record);

        Assert.Equal(0, Allocated.By(() => values.OfResult(record), times: 100));
    }

    [Fact]
    public void The_value_is_what_viewers_get()
    {
        var result = SampleResult.Of("camera-1", "s", 300, people: 2);
        using var values = new RecordValues(ValueFormat.Json);
        using var json = new FrameResultJson();
        var line = new ArrayBufferWriter<byte>();
        json.Write(result.ToByteArray(), line);
        Assert.Equal(line.WrittenSpan.ToArray(), values.OfResult(Record(result.ToByteArray())).ToArray());
    }

    [Fact]
    public void After_a_record_that_is_damaged_the_next_is_whole()
    {
        var result = SampleResult.Of("camera-1", "s", 300, people: 2);
        var payload = result.ToByteArray();
        using var values = new RecordValues(ValueFormat.Json);
        Assert.Throws<MalformedMessageException>(() => values.OfResult(Record(payload[..^1])).Length);
        Assert.Equal(result, FrameResultJson.Parse(values.OfResult(Record(payload))));
    }
}

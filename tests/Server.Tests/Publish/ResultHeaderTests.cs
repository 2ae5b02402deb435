using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Server.Publish;
using Wire.V1;
using Xunit;

namespace Server.Tests.Publish;

public sealed class ResultHeaderTests
{
    [Fact]
    public void It_is_what_the_whole_message_says()
    {
        var time = new Timestamp { Seconds = 1767322800, Nanos = 1 };
        var result = new FrameResult
        {
            StreamId = "gate-3", SessionId = "é", Sequence = long.MaxValue, Pts90Khz = -1, CaptureTime = time, Width = 1920, Model = "m",
            Objects = { new DetectedObject { Label = "person" } }, Timing = new Timing { DecodeUs = 1 },
        };
        Assert.Equal(new("gate-3", "é", long.MaxValue, -1, time), ResultHeader.Read(result.ToByteArray()));
        Assert.Equal(ResultHeader.Of(result), ResultHeader.Read(result.ToByteArray()));
    }

    [Fact]
    public void What_is_not_set_has_its_default() => Assert.Equal(new("", "", 0, 0, null), ResultHeader.Read([]));

    [Fact]
    public void Rubbish_is_refused() => Assert.Throws<InvalidProtocolBufferException>(() => ResultHeader.Read([0xff, 0xff, 0xff]));

    [Fact]
    public void A_record_has_the_time_of_capture_and_else_that_of_its_append()
    {
        Assert.Equal(1767322800120, RecordTime.UnixMilliseconds(new() { Seconds = 1767322800, Nanos = 120_999_999 }, 5));
        Assert.Equal(5, RecordTime.UnixMilliseconds(null, 5));
        Assert.Equal(5, RecordTime.UnixMilliseconds(new() { Seconds = long.MaxValue }, 5));
        Assert.Equal(5, RecordTime.UnixMilliseconds(new() { Nanos = -1 }, 5));
        Assert.Equal("2026-01-02T03:00:00.120Z", RecordTime.Text(1767322800120));
    }
}

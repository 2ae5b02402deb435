using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Repository.Tests;
using Wire.V1;
using Xunit;

namespace Wire.Tests;

public class FrameResultJsonTests
{
    private static readonly JsonFormatter Protobuf = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    [Fact]
    public void The_golden_file_is_what_is_written() =>
        Approved.Matches("proto/stream/v1/frame_result.json", Write(SampleResults.Golden()) + "\n");

    [Fact]
    public void Protobuf_writes_the_same_tree()
    {
        var random = new Random(3);
        for (var round = 0; round < 3000; round++)
        {
            var result = SampleResults.Random(random);
            var (ours, theirs) = (Write(result), Protobuf.Format(result));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(theirs), JsonNode.Parse(ours)), $"{theirs}\n{ours}");
            Assert.Equal(Keys(JsonNode.Parse(theirs)!), Keys(JsonNode.Parse(ours)!));
        }
    }

    [Fact]
    public void What_is_written_comes_back_bit_for_bit()
    {
        var random = new Random(4);
        for (var round = 0; round < 1000; round++)
        {
            var result = SampleResults.Random(random);
            Assert.Equal(result, FrameResultJson.Parse(Encoding.UTF8.GetBytes(Write(result))));
            Assert.Equal(result, FrameResult.Parser.ParseFrom(result.ToByteArray()));
        }
    }

    [Fact]
    public void A_result_without_anything_has_its_default_values_written() => Assert.Equal(
        """{"streamId":"","sessionId":"","sequence":"0","pts90khz":"0","rtpTimestamp":0,"width":0,"height":0,"model":"","objects":[],"droppedSinceLast":0}""",
        Write(new FrameResult()));

    [Fact]
    public void A_number_that_is_not_finite_is_written_as_zero()
    {
        var found = new DetectedObject { Score = float.NaN, Box = new Box { XMin = float.NegativeInfinity, XMax = float.PositiveInfinity } };
        Assert.Contains(
            """{"classId":0,"label":"","score":0,"box":{"xMin":0,"yMin":0,"xMax":0,"yMax":0},"trackId":0,"keypoints":[]}""",
            Write(new FrameResult { Objects = { found } }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "1970-01-01T00:00:00Z")]
    [InlineData(1767322800, 120_000_000, "2026-01-02T03:00:00.120Z")]
    [InlineData(-1, 999_999_000, "1969-12-31T23:59:59.999999Z")]
    [InlineData(253402300799, 999_999_999, "9999-12-31T23:59:59.999999999Z")]
    [InlineData(-62135596800, 1, "0001-01-01T00:00:00.000000001Z")]
    public void A_time_has_as_many_digits_as_are_exact(long seconds, int nanos, string text) =>
        Assert.Contains($"\"captureTime\":\"{text}\"", Write(At(seconds, nanos)), StringComparison.Ordinal);

    [Theory]
    [InlineData(253402300800, 0)]
    [InlineData(-62135596801, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    public void A_time_that_is_none_is_left_out(long seconds, int nanos) =>
        Assert.DoesNotContain("captureTime", Write(At(seconds, nanos)), StringComparison.Ordinal);

    [Fact]
    public void A_label_that_is_not_Unicode_does_not_stop_the_writer() =>
        Assert.Contains("\"model\":\"a\\uFFFDb\"", Write(new FrameResult { Model = "a\ud800b" }), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Unknown_fields_are_ignored_and_rubbish_is_refused()
    {
        Assert.Equal("a", FrameResultJson.Parse("""{"streamId":"a","later":{"x":[1]}}"""u8).StreamId);
        Assert.Throws<InvalidProtocolBufferException>(() => FrameResultJson.Parse("""{"width":"wide"}"""u8));
        Assert.Throws<InvalidJsonException>(() => FrameResultJson.Parse("{"u8));
    }

    [Fact]
    public void Writing_five_people_allocates_nothing()
    {
        using var json = new FrameResultJson();
        var result = SampleResults.Poses(5);
        var output = new ArrayBufferWriter<byte>(1 << 16);
        for (var warm = 0; warm < 100; warm++)
            WriteOnce();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            WriteOnce();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void WriteOnce()
        {
            output.ResetWrittenCount();
            json.Write(result, output);
        }
    }

    private static FrameResult At(long seconds, int nanos) => new() { CaptureTime = new Timestamp { Seconds = seconds, Nanos = nanos } };

    private static string Write(FrameResult result)
    {
        using var json = new FrameResultJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(result, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // Names in the order written, which the comparison of trees does not see.
    private static IEnumerable<string> Keys(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(entry => entry.Value is null ? [entry.Key] : Keys(entry.Value).Prepend(entry.Key)),
        JsonArray list => list.SelectMany(item => Keys(item!)),
        _ => [],
    };
}

using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
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
    public void Messages_that_follow_each_other_are_joined_as_protobuf_joins_them()
    {
        var random = new Random(6);
        for (var round = 0; round < 1000; round++)
        {
            byte[] both = [.. SampleResults.Random(random).ToByteArray(), .. SampleResults.Random(random).ToByteArray()];
            Assert.Equal(Write(FrameResult.Parser.ParseFrom(both)), Write(both));
        }
    }

    [Fact]
    public void Fields_that_are_not_known_are_passed_over()
    {
        // Numbers 17 (varint), 14 (fixed64), 15 (a group with field 1 in it), 100 (text); then streamId as a number, which it is not.
        byte[] more = [0x88, 0x01, 0xFF, 0x01, 14 << 3 | 1, 1, 2, 3, 4, 5, 6, 7, 8, 15 << 3 | 3, 1 << 3, 5, 15 << 3 | 4, 0xA2, 0x06, 1, (byte)'x', 1 << 3, 9];
        Assert.Equal(Write(SampleResults.Golden()), Write([.. more, .. SampleResults.Golden().ToByteArray(), .. more]));
    }

    [Fact]
    public void Bytes_that_are_cut_off_anywhere_are_a_shorter_message_or_are_refused()
    {
        var whole = SampleResults.Golden().ToByteArray();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            if (Parsed(cut) is { } shorter)
                Assert.Equal(Write(shorter), Write(cut));
            else
                Assert.Throws<MalformedMessageException>(() => Write(cut));
        }
    }

    [Theory]
    [InlineData("0A 02 61", "a field of 2 bytes ends behind its message, which has 1 more")]
    [InlineData("0A FF FF FF FF 0F", "a field of 4294967295 bytes ends behind its message, which has 0 more")]
    [InlineData("18 FF FF FF FF FF FF FF FF FF FF 01", "a number has more than 10 bytes")]
    [InlineData("02 00", "a field has the number 0")]
    [InlineData("0E", "field 1 has the wire type 6, which stands for nothing there")]
    [InlineData("7C", "field 15 has the wire type 4, which stands for nothing there")]
    [InlineData("7B 08 01", "the group of field 15 does not end")]
    [InlineData("52 02 15 00", "a field of 4 bytes ends behind its message, which has 1 more")]
    public void What_is_no_message_is_refused_with_the_reason(string bytes, string reason) =>
        Assert.Equal(reason, Assert.Throws<MalformedMessageException>(() => Write(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)))).Message);

    [Fact]
    public void Groups_without_end_do_not_take_the_stack()
    {
        byte[] groups = [.. Enumerable.Repeat((byte)(15 << 3 | 3), 1_000_000)];
        Assert.Equal("more than 100 groups lie in each other", Assert.Throws<MalformedMessageException>(() => Write(groups)).Message);
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
        """{"streamId":"","sessionId":"","sequence":"0","pts90khz":"0","rtpTimestamp":0,"width":0,"height":0,"model":"","objects":[],"droppedSinceLast":0,"modelVersion":""}""",
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
    public void A_text_that_is_not_Unicode_has_a_sign_for_what_is_not()
    {
        Assert.Contains("\"model\":\"a\uFFFDb\"", Write(new FrameResult { Model = "a\ud800b" }), StringComparison.Ordinal);
        Assert.Contains("\"model\":\"a\\uFFFDb\"", Write([FrameResult.ModelFieldNumber << 3 | 2, 3, (byte)'a', 0xFF, (byte)'b']), StringComparison.Ordinal);
    }

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
        var message = SampleResults.Poses(5).ToByteArray();
        var output = new ArrayBufferWriter<byte>(1 << 16);
        for (var warm = 0; warm < 100; warm++)
            WriteOnce();

        Assert.Equal(0, Allocated.By(WriteOnce, times: 100));

        void WriteOnce()
        {
            output.ResetWrittenCount();
            json.Write(message, output);
        }
    }

    private static FrameResult At(long seconds, int nanos) => new() { CaptureTime = new Timestamp { Seconds = seconds, Nanos = nanos } };

    private static string Write(FrameResult result) => Write(result.ToByteArray());

    private static string Write(byte[] message)
    {
        using var json = new FrameResultJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(message, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static FrameResult? Parsed(byte[] message)
    {
        try
        {
            return FrameResult.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Names in the order written, which the comparison of trees does not see.
    private static IEnumerable<string> Keys(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(entry => entry.Value is null ? [entry.Key] : Keys(entry.Value).Prepend(entry.Key)),
        JsonArray list => list.SelectMany(item => Keys(item!)),
        _ => [],
    };
}

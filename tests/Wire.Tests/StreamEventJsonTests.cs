using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire.V1;
using Xunit;

namespace Wire.Tests;

public class StreamEventJsonTests
{
    private static readonly JsonFormatter Protobuf = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static TheoryData<StreamEventKind> Kinds => [.. System.Enum.GetValues<StreamEventKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Protobuf_writes_the_same_tree(StreamEventKind kind)
    {
        var happened = new StreamEvent
        {
            Id = "0198c2a4f0c17d5e8f3b6a5d4c2e1f00", Time = new Timestamp { Seconds = 1767322800, Nanos = 120_000_000 }, Kind = kind,
            StreamId = "gate-3", SessionId = "é", Subject = "kafka", Detail = "a \"b\"\n", Count = long.MinValue,
        };
        AreEqual(happened);
    }

    [Fact]
    public void Nothing_set_is_written_by_its_default_values() => AreEqual(new());

    [Fact]
    public void A_kind_of_a_later_version_is_its_number() => AreEqual(new() { Kind = (StreamEventKind)99 });

    [Fact]
    public void A_time_that_is_none_is_left_out() =>
        Assert.DoesNotContain("time", Write(new() { Time = new Timestamp { Seconds = long.MaxValue } }), StringComparison.Ordinal);

    [Theory]
    [InlineData("sinkDown"), InlineData("SinkDown"), InlineData("sink_down"), InlineData("STREAM_EVENT_KIND_SINK_DOWN")]
    public void Every_spelling_of_a_kind_that_there_was_is_understood(string text) => Assert.Equal("sinkDown", StreamEventKinds.Normalize(text));

    [Fact]
    public void What_is_no_kind_stays_as_it_is() => Assert.Equal(("unspecified", "STREAM_EVENT_KIND_X"), (StreamEventKinds.Normalize("unspecified"), StreamEventKinds.Normalize("STREAM_EVENT_KIND_X")));

    // But for the kind, which has one name in all that Stream writes.
    private static void AreEqual(StreamEvent happened)
    {
        var (ours, theirs) = (JsonNode.Parse(Write(happened))!.AsObject(), JsonNode.Parse(Protobuf.Format(happened))!.AsObject());
        if (happened.Kind.Name() is { } name)
            theirs["kind"] = name;
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"{theirs}\n{ours}");
        Assert.Equal(theirs.Select(field => field.Key), ours.Select(field => field.Key));
    }

    private static string Write(StreamEvent happened)
    {
        using var json = new StreamEventJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(happened, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

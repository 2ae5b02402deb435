using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Json.Schema;
using Wire.V1;
using Xunit;

namespace Wire.Tests;

public class JsonSchemaTests
{
    private const string Result = "proto/stream/v1/frame_result.schema.json", Event = "proto/stream/v1/stream_event.schema.json";

    [Fact]
    public void The_schema_of_a_result_is_that_of_its_fields() => Approved.Matches(Result, JsonSchema.Of(FrameResult.Descriptor));

    [Fact]
    public void The_schema_of_an_event_is_that_of_its_fields() => Approved.Matches(Event, JsonSchema.Of(StreamEvent.Descriptor));

    [Fact]
    public void Results_as_written_are_valid()
    {
        var random = new Random(6);
        var results = Enumerable.Range(0, 200).Select(_ => SampleResults.Random(random)).Append(SampleResults.Golden()).Append(new());
        Assert.All(Validate(Result, results.Select(Write)), fault => Assert.Equal("", fault));
    }

    [Fact]
    public void Events_as_written_are_valid()
    {
        var events = System.Enum.GetValues<StreamEventKind>().Select(kind => new StreamEvent { Id = "0198c2a4f0c17d5e8f3b6a5d4c2e1f00", Time = new Timestamp { Seconds = 1 }, Kind = kind, Count = -1 }).Append(new());
        Assert.All(Validate(Event, events.Select(Write)), fault => Assert.Equal("", fault));
    }

    [Theory]
    [InlineData("\"sequence\":\"41\"", "\"sequence\":41")]
    [InlineData("\"width\":1920", "\"width\":\"1920\"")]
    [InlineData("\"label\":\"person\"", "\"Label\":\"person\"")]
    [InlineData("\"decodeUs\":950", "\"decodeUs\":-1")]
    public void What_is_no_result_is_not_valid(string right, string wrong)
    {
        var golden = Write(SampleResults.Golden());
        Assert.Contains(right, golden, StringComparison.Ordinal);
        Assert.NotEqual("", Assert.Single(Validate(Result, golden.Replace(right, wrong, StringComparison.Ordinal))));
    }

    /// <summary>The faults of each, in a line; formats are held, too.</summary>
    private static IEnumerable<string> Validate(string schema, params IEnumerable<string> instances)
    {
        var validator = Json.Schema.JsonSchema.FromText(File.ReadAllText(Path.Combine(Checkout.Root, schema)));
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
        foreach (var instance in instances)
        {
            using var json = JsonDocument.Parse(instance);
            var verdict = validator.Evaluate(json.RootElement, options);
            var faults = (verdict.Details ?? []).SelectMany(place => (place.Errors ?? []).Select(error => $"{place.InstanceLocation} {error.Key}: {error.Value}"));
            yield return verdict.IsValid ? "" : string.Join("; ", faults.DefaultIfEmpty("not valid"));
        }
    }

    private static string Write(FrameResult result)
    {
        using var json = new FrameResultJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(result.ToByteArray(), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Write(StreamEvent happened)
    {
        using var json = new StreamEventJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(happened, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Repository.Tests;
using Wire.V1;
using Xunit;

namespace Wire.Tests;

public class JsonSchemaTests
{
    private const string Result = "proto/stream/v1/frame_result.schema.json", Event = "proto/stream/v1/stream_event.schema.json";

    // Debian's python3-jsonschema: a line of faults for each line that it is given.
    private const string Validator = """
        import json, sys
        lines = sys.stdin.readlines()
        try:
            from jsonschema import Draft202012Validator
        except ImportError:
            sys.exit(77)
        schema = json.load(open(sys.argv[1]))
        Draft202012Validator.check_schema(schema)
        for line in lines:
            print("; ".join(error.message for error in Draft202012Validator(schema).iter_errors(json.loads(line))))
        """;

    [Fact]
    public void The_schema_of_a_result_is_that_of_its_fields() => Approved.Matches(Result, JsonSchema.Of(FrameResult.Descriptor));

    [Fact]
    public void The_schema_of_an_event_is_that_of_its_fields() => Approved.Matches(Event, JsonSchema.Of(StreamEvent.Descriptor));

    [Fact]
    public async Task Results_as_written_are_valid()
    {
        var random = new Random(6);
        var results = Enumerable.Range(0, 200).Select(_ => SampleResults.Random(random)).Append(SampleResults.Golden()).Append(new());
        Assert.All(await Validate(Result, results.Select(Write)), fault => Assert.Equal("", fault));
    }

    [Fact]
    public async Task Events_as_written_are_valid()
    {
        var events = System.Enum.GetValues<StreamEventKind>().Select(kind => new StreamEvent { Id = "0198c2a4f0c17d5e8f3b6a5d4c2e1f00", Time = new Timestamp { Seconds = 1 }, Kind = kind, Count = -1 }).Append(new());
        Assert.All(await Validate(Event, events.Select(Write)), fault => Assert.Equal("", fault));
    }

    [Theory]
    [InlineData("\"sequence\":\"41\"", "\"sequence\":41")]
    [InlineData("\"width\":1920", "\"width\":\"1920\"")]
    [InlineData("\"label\":\"person\"", "\"Label\":\"person\"")]
    [InlineData("\"decodeUs\":950", "\"decodeUs\":-1")]
    public async Task What_is_no_result_is_not_valid(string right, string wrong)
    {
        var golden = Write(SampleResults.Golden());
        Assert.Contains(right, golden, StringComparison.Ordinal);
        Assert.NotEqual("", Assert.Single(await Validate(Result, [golden.Replace(right, wrong, StringComparison.Ordinal)])));
    }

    private static async Task<string[]> Validate(string schema, IEnumerable<string> instances)
    {
        using var python = Start(schema);
        foreach (var instance in instances)
            await python.StandardInput.WriteLineAsync(instance);
        python.StandardInput.Close();
        var answers = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(python.ExitCode == 77, "python3-jsonschema is not installed");
        Assert.Equal(0, python.ExitCode);
        return answers[..^1].Split('\n');
    }

    private static Process Start(string schema)
    {
        try
        {
            var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Validator, Path.Combine(Approved.Root, schema)]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
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

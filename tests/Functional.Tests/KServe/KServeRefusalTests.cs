using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Inference;
using Inference.Batching;
using Media;
using Microsoft.Extensions.DependencyInjection;
using Server.KServe;
using Streaming.Models;
using Streaming.Streams;
using Xunit;

namespace Functional.Tests.KServe;

public sealed class KServeRefusalTests
{
    private const string Sound = """{"name":"images","shape":[1,3,32,32],"datatype":"FP32","data":[0]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Bodies => new()
    {
        { "", "body: not valid JSON" },
        { "{", "body: not valid JSON" },
        { "[]", "body: expected an object" },
        { "{} {}", "body: not valid JSON" },
        { """{"id":"\ud800"}""", "body: not valid JSON" },
        { """{"id":7}""", "id: expected a string" },
        { """{"parameters":{"x":null}}""", "parameters.x: expected a string, a number or a boolean" },
        { "{}", "inputs: has 0 tensors; the model takes one, 'images'" },
        { """{"inputs":{}}""", "inputs: expected an array" },
        { """{"inputs":[7]}""", "inputs[0]: expected an object" },
        { $$"""{"inputs":[{{Sound}},{{Sound}}]}""", "inputs: has 2 tensors; the model takes one, 'images'" },
        { $$"""{"inputs":[{{string.Join(',', Enumerable.Repeat(Sound, 65))}}]}""", "inputs: has more than 64 entries" },
        { Input("name", "\"x\""), "inputs[0].name: is 'x'; the model's input is 'images'" },
        { Input("datatype", "\"FP16\""), "input 'images': datatype is 'FP16'; expected FP32" },
        { Input("shape", "[3,32,32]"), "input 'images': shape is [3, 32, 32]; expected [1..8, 3, 32..64, 32..64] with height and width in multiples of 32" },
        { Input("shape", "[9,3,32,32]"), "input 'images': shape is [9, 3, 32, 32]; expected [1..8, " },
        { Input("shape", "[0,3,32,32]"), "shape is [0, 3, 32, 32]" },
        { Input("shape", "[1,4,32,32]"), "shape is [1, 4, 32, 32]" },
        { Input("shape", "[1,3,33,32]"), "shape is [1, 3, 33, 32]" },
        { Input("shape", "[1,3,96,64]"), "shape is [1, 3, 96, 64]" },
        { Input("shape", "[1,3,4294967328,32]"), "shape is [1, 3, 4294967328, 32]" },
        { Input("shape", "[1,3,-32,-32]"), "shape is [1, 3, -32, -32]" },
        { Input("shape", "[1.5]"), "inputs[0].shape[0]: expected a whole number" },
        { Input("shape", "[99999999999999999999]"), "inputs[0].shape[0]: expected a whole number" },
        { Input("data", "[1,2]"), "input 'images': has 8 bytes; its shape needs 12288" },
        { Input("data", "[\"x\"]"), "inputs[0].data: entry 0 is no number" },
        { Input("data", "[1,true]"), "inputs[0].data: entry 1 is no number" },
        { Input("data", "7"), "inputs[0].data: expected an array of numbers" },
        { Input("data", JsonSerializer.Serialize(new int[8 * 3 * 64 * 64 + 1])), "inputs[0].data: has more than 98304 numbers, the most that the model takes" },
        { """{"inputs":[{"name":"images","shape":[1,3,32,32],"datatype":"FP32"}]}""", "inputs[0]: expected either data or parameters.binary_data_size" },
        { Input("parameters", """{"binary_data_size":4}"""), "inputs[0]: expected either data or parameters.binary_data_size" },
        { Output("""{"name":"x"}"""), "outputs[0].name: is 'x'; the model's output is 'output0'" },
        { Output("""{"name":"output0","parameters":{"classification":3}}"""), "outputs[0].parameters.classification: is not supported" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task What_is_wrong_with_a_request_is_named(string body, string told)
    {
        await using var server = await ServerFixture.Start();
        Assert.Contains(told, await server.PostJson(body).IsError(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10", 0, "inputs[0].parameters.binary_data_size: is ")]
    [InlineData("12287", 0, "input 'images': has 12287 bytes; its shape needs 12288")]
    [InlineData("12288", 1, "body: 1 bytes behind the JSON belong to no input")]
    [InlineData("-1", 0, "inputs[0].parameters.binary_data_size: is ")]
    [InlineData("true", 0, "inputs[0].parameters.binary_data_size: is ")]
    [InlineData("4294967296", 0, "inputs[0].parameters.binary_data_size: is ")]
    public async Task Bytes_behind_the_JSON_must_be_those_of_the_input(string says, int spare, string told)
    {
        await using var server = await ServerFixture.Start();
        var json = $$$"""{"inputs":[{"name":"images","shape":[1,3,32,32],"datatype":"FP32","parameters":{"binary_data_size":{{{says}}}}}]}""";
        var sent = long.TryParse(says, out var size) && size > 10_000 && size < 20_000 ? (int)size + spare : 0;
        Assert.Contains(told, await server.PostBinary(json, new byte[sent]).IsError(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory, InlineData("-1"), InlineData("x"), InlineData("999999"), InlineData("99999999999")]
    public async Task The_header_must_give_a_length_within_the_body(string length)
    {
        await using var server = await ServerFixture.Start();
        var told = await server.PostBinary("{}", [], headerLength: length).IsError(HttpStatusCode.BadRequest);
        Assert.Equal($"Inference-Header-Content-Length: is '{length}'; the body has 2 bytes", told);
    }

    [Theory, InlineData("nobody"), InlineData("tiny/versions/7"), InlineData("..%2Ftiny"), InlineData("tiny/versions/x"), InlineData("TINY")]
    public async Task A_model_or_version_that_is_not_there_is_not_found(string model)
    {
        await using var server = await ServerFixture.Start();
        await server.PostJson("{}", model).IsError(HttpStatusCode.NotFound);
        foreach (var what in (string[])["", "/ready", "/config", "/stats"])
            await server.Http.GetAsync($"/v2/models/{model}{what}", Cancel).IsError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_body_that_is_too_long_or_compressed_is_refused()
    {
        await using var server = await ServerFixture.Start(("Server:MaxBodyBytes", "2000"));
        Assert.Equal("body: may have 2000 bytes (Server:MaxBodyBytes)", await server.PostJson(new string(' ', 2001)).IsError(HttpStatusCode.RequestEntityTooLarge));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/tiny/infer") { Content = new ByteArrayContent(new byte[9]) };
        request.Content.Headers.ContentEncoding.Add("gzip");
        Assert.StartsWith("Content-Encoding: 'gzip'", await server.Http.SendAsync(request, Cancel).IsError(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_request_too_many_is_asked_to_come_back()
    {
        await using var server = await ServerFixture.Start(("Server:MaxConcurrentInfers", "1"));
        using var slow = new TcpClient();
        await slow.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, Cancel);
        await slow.GetStream().WriteAsync("POST /v2/models/tiny/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{"u8.ToArray(), Cancel);
        await Eventually.Be(() => server.Services.GetRequiredService<InferLimit>().Count == 1, "the first request holds the only place");
        Assert.Equal("1 requests are inside, as many as Server:MaxConcurrentInfers allows", await server.PostJson("{}").IsError(HttpStatusCode.TooManyRequests));
        Assert.Contains("\nstream_infer_requests_refused_total 1\n", await server.Metrics.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);

        await slow.GetStream().WriteAsync("}"u8.ToArray(), Cancel);
        using var reader = new StreamReader(slow.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(Cancel));
        await server.PostJson("{}").IsError(HttpStatusCode.BadRequest);
    }

    public static TheoryData<string, byte[], string> Unusable => new()
    {
        { "text", "no model"u8.ToArray(), "not an ONNX model" },
        // What these bring about is no fault that ONNX Runtime names: it once said "is being loaded" for ever.
        { "sequence", OddOnnx.Sequence(), "output 'output0' is a sequence; expected a tensor" },
        { "no input", OddOnnx.NoInput(), "has no input" },
    };

    [Theory, MemberData(nameof(Unusable))]
    public async Task A_model_that_cannot_be_loaded_says_why_and_the_others_go_on(string kind, byte[] file, string fault)
    {
        await using var server = await ServerFixture.Start();
        await File.WriteAllBytesAsync(Path.Combine(server.Models, "broken.onnx"), file, Cancel);
        var told = "";
        await Eventually.Be(async () =>
        {
            told = await server.PostJson("{}", "broken").IsError(HttpStatusCode.ServiceUnavailable);
            return !told.Contains("being loaded", StringComparison.Ordinal);
        }, $"the load of {kind} has failed");
        Assert.StartsWith("model 'broken' cannot be loaded: ", told, StringComparison.Ordinal);
        Assert.Contains(fault, told, StringComparison.Ordinal);
        await server.Infer(KServeTensor.Noise(1));
    }

    [Fact]
    public async Task A_server_that_stops_takes_no_more_requests()
    {
        await using var server = await ServerFixture.Start();
        await server.Services.GetRequiredService<StreamRegistry>().DrainAsync();
        Assert.Equal("the server is stopping", await server.PostJson("{}").IsError(HttpStatusCode.ServiceUnavailable));
        using var ready = await server.Http.GetAsync("/v2/health/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_nothing_waiting_and_is_counted()
    {
        await using var server = await ServerFixture.Start();
        using var lease = server.Services.GetRequiredService<ModelRegistry>().Lease(name: null);
        var engine = lease.Engine;
        using var held = new BlockedLane();
        using var stream = engine.OpenStream(new() { Lossless = true }, held);
        stream.Submit(default, 0);
        held.Reached.Wait(Cancel);

        using var gone = new CancellationTokenSource();
        var pending = server.PostJson(KServeRest.Numbers(KServeTensor.Noise(2)), cancel: gone.Token);
        await Eventually.Be(() => server.Services.GetRequiredService<InferLimit>().Count == 1, "the request is inside");
        await Eventually.Be(() => engine.Waiting == 1, "its pictures wait");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await Eventually.Be(() => engine.Statistics.Cancelled == 1, "the request is counted as cancelled");
        await Eventually.Be(() => server.Services.GetRequiredService<InferLimit>().Count == 0, "its place is free");
        held.Release();
        stream.Drain();
        Assert.Null(held.Fault);
        // The other is the frame without a picture that held the lane.
        Assert.Equal(2, (await server.Statistics()).Number("inference_stats", "fail", "count"));
    }

    private static string Input(string member, string value)
    {
        var input = System.Text.Json.Nodes.JsonNode.Parse(Sound)!;
        input[member] = System.Text.Json.Nodes.JsonNode.Parse(value);
        return $$"""{"inputs":[{{input.ToJsonString()}}]}""";
    }

    private static string Output(string output) => $$"""{"inputs":[{{Sound}}],"outputs":[{{output}}]}""";

    /// <summary>Keeps the only lane in a receiver until released.</summary>
    private sealed class BlockedLane : IResultReceiver, IDisposable
    {
        private readonly ManualResetEventSlim _gate = new();

        public ManualResetEventSlim Reached { get; } = new();

        public Exception? Fault { get; private set; }

        public void Release() => _gate.Set();

        public void OnResult(InferenceResult result)
        {
            Reached.Set();
            _gate.Wait();
        }

        public void OnDropped(in Frame frame, long sequence, FrameOutcome reason) => throw new InvalidOperationException($"dropped: {reason}");

        public void OnFault(Exception fault) => Fault = fault;

        public void Dispose() => _gate.Set();
    }
}

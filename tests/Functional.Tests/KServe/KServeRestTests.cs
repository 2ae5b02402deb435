using Streaming.Models;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.KServe;

[Trait("Ring", "quick")]
public sealed class KServeRestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_and_its_models_describe_themselves()
    {
        await using var server = await ServerFixture.Start();
        var about = await server.Get("/v2");
        Assert.Equal("stream", about.Text("name"));
        Assert.Equal(["binary_tensor_data", "model_configuration", "statistics"], about["extensions"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.True((await server.Get("/v2/health/live"))["live"]!.GetValue<bool>());
        Assert.True((await server.Get("/v2/health/ready"))["ready"]!.GetValue<bool>());
        Same("""{"name":"tiny","ready":true}""", await server.Get("/v2/models/tiny/ready"));
        foreach (var path in (string[])["/v2/models/tiny", "/v2/models/tiny/versions/1"])
            Same("""
                { "name": "tiny", "versions": ["1"], "platform": "onnx_onnxv1",
                  "inputs": [{ "name": "images", "datatype": "FP32", "shape": [-1, 3, -1, -1] }],
                  "outputs": [{ "name": "output0", "datatype": "FP32", "shape": [-1, 84, -1] }] }
                """, await server.Get(path));
        Same("""
            { "name": "tiny", "platform": "onnxruntime_onnx", "max_batch_size": 8,
              "input": [{ "name": "images", "data_type": "TYPE_FP32", "format": "FORMAT_NCHW", "dims": [3, -1, -1] }],
              "output": [{ "name": "output0", "data_type": "TYPE_FP32", "dims": [84, -1] }],
              "instance_group": [{ "name": "tiny", "count": 1, "kind": "KIND_CPU" }], "default_model_filename": "tiny.onnx",
              "dynamic_batching": { "preferred_batch_size": [1], "max_queue_delay_microseconds": 0 }, "backend": "onnxruntime" }
            """, await server.Get("/v2/models/tiny/config"));
    }

    [Theory, InlineData(1), InlineData(5)]
    public async Task A_tensor_gets_what_ONNX_Runtime_alone_gives_however_it_travels(int count)
    {
        await using var server = await ServerFixture.Start();
        var tensor = KServeTensor.Noise(count);
        var expected = tensor.RunAlone();

        (await server.Infer(tensor)).IsNear(expected);
        using var numbers = await server.PostJson(KServeRest.Numbers(tensor, "\"id\":\"forty-two\""));
        var answer = await KServeAnswer.Read(numbers);
        answer.IsNear(expected);
        Assert.Equal(("tiny", "1", "forty-two"), (answer.Json.Text("model_name"), answer.Json.Text("model_version"), answer.Json.Text("id")));

        var named = """ "outputs": [{ "name": "output0", "parameters": { "binary_data": true } }] """;
        using var bytesOfNumbers = await server.PostJson(KServeRest.Numbers(tensor, named));
        (await KServeAnswer.Read(bytesOfNumbers)).IsNear(expected);
        using var numbersOfBytes = await server.PostBinary(KServeRest.Binary(tensor), tensor.Bytes);
        (await KServeAnswer.Read(numbersOfBytes)).IsNear(expected);
    }

    [Fact]
    public async Task Numbers_may_be_nested_and_members_come_in_any_order_with_others_between_them()
    {
        await using var server = await ServerFixture.Start();
        var tensor = KServeTensor.Noise(2, 32, 64);
        var nested = tensor.Values.Chunk(64).Chunk(32).Chunk(3).ToArray();
        var json = $$"""
            { "outputs": [{ "unknown": [1, {}], "name": "output0" }], "extra": { "a": [1] }, "parameters": { "priority": 2, "note": "x", "rate": 0.5, "flag": false },
              "inputs": [{ "data": {{JsonSerializer.Serialize(nested)}}, "datatype": "FP32", "shape": [2, 3, 32, 64], "name": "images" }] }
            """;
        using var answer = await server.PostJson(json);
        (await KServeAnswer.Read(answer)).IsNear(tensor.RunAlone());
    }

    [Fact]
    public async Task The_model_that_comes_with_Stream_gives_its_own_raw_output()
    {
        var model = ModelCatalogue.Find(null);
        await using var server = await ServerFixture.Start(
            ("Server:ModelsDirectory", Path.Combine(Checkout.Root, "models")), ("Server:DefaultModel", "person-pose"), ("Inference:ThreadsPerLane", "2"));
        var tensor = KServeTensor.Noise(2, 320, 320);
        var answer = await server.Infer(tensor, "person-pose");
        Assert.Equal([2, 56, 2100], answer.Shape);
        answer.IsNear(tensor.RunAlone(await File.ReadAllBytesAsync(model, Cancel)));
    }

    [Fact]
    public async Task What_is_no_number_in_JSON_is_null()
    {
        await using var server = await ServerFixture.Start();
        var tensor = KServeTensor.Noise(1) with { };
        tensor.Values[0] = float.NaN;
        using var answer = await server.PostBinary(KServeRest.Binary(tensor), tensor.Bytes);
        var data = (await answer.Json())["outputs"]![0]!["data"]!.AsArray();
        Assert.Contains(data, value => value is null);
        Assert.Contains(data, value => value is not null);
    }

    [Fact]
    public async Task Requests_cameras_and_pictures_are_counted_each_once()
    {
        await using var server = await ServerFixture.Start();
        var before = await server.Statistics();
        Assert.Equal((0, 0, 0), (before.Number("last_inference"), before.Number("inference_count"), before.Number("execution_count")));

        await server.Infer(KServeTensor.Noise(3));
        await server.Infer(KServeTensor.Noise(1));
        await server.Create(new { id = "clip", url = server.Put(ServeMedia.Clip(25)), realtime = false });
        await server.StreamIs("clip", "ended");

        var after = await server.Statistics();
        Assert.Equal((29, 29), (after.Number("inference_count"), after.Number("execution_count")));
        var stats = after["inference_stats"]!;
        Assert.Equal((27, 0), (stats.Number("success", "count"), stats.Number("fail", "count")));
        foreach (var stage in (string[])["queue", "compute_input", "compute_infer", "compute_output"])
            Assert.True(stats.Number(stage, "count") == 29 && stats.Number(stage, "ns") > 0, $"{stage}: {stats.ToJsonString()}");
        var batch = Assert.Single(after["batch_stats"]!.AsArray())!;
        Assert.Equal((1, 29), (batch.Number("batch_size"), batch.Number("compute_infer", "count")));
        Assert.InRange(after.Number("last_inference"), DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var metrics = await server.Metrics.GetStringAsync("/metrics", Cancel);
        Assert.Contains("\nnv_inference_count{model=\"tiny\",version=\"1\"} 29\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nnv_inference_request_success{model=\"tiny\",version=\"1\"} 27\n", metrics, StringComparison.Ordinal);
        Same((await server.Get("/v2/models/stats")).ToJsonString(), await server.Get("/v2/models/tiny/versions/1/stats"));
    }

    [Fact]
    public async Task A_model_that_is_asked_for_is_loaded_meanwhile()
    {
        await using var server = await ServerFixture.Start();
        Same("""
            [ { "name": "tiny", "version": "1", "state": "READY", "reason": "" },
              { "name": "tiny-pose", "version": "1", "state": "UNAVAILABLE", "reason": "not loaded: the first request for it loads it" } ]
            """, await Index(server));
        Assert.Single((await Index(server, """{"ready":true}""")).AsArray());

        // A probe that comes every few seconds must not keep a model in memory that nobody uses.
        using var ready = await server.Http.GetAsync("/v2/models/tiny-pose/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.StartsWith("not loaded", (await Index(server))[1]!.Text("reason"), StringComparison.Ordinal);

        var told = await server.PostJson(KServeRest.Numbers(KServeTensor.Noise(1)), ServerFixture.Pose).IsError(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("model 'tiny-pose' is being loaded; try again soon", told);
        await Eventually.Be(async () => (await server.Http.GetAsync("/v2/models/tiny-pose/ready", Cancel)).IsSuccessStatusCode, "the model is ready");
        var answer = await server.Infer(KServeTensor.Noise(1), ServerFixture.Pose);
        Assert.Equal([1, 56, 84], answer.Shape);
        Assert.Equal(2, (await Index(server, """{"ready":true}""")).AsArray().Count);
    }

    [Fact]
    public async Task Versions_are_told_apart_and_the_newest_is_meant_where_none_is_named()
    {
        await using var server = await ServerFixture.Start();
        foreach (var (version, classes) in new[] { (1, 3), (2, 5) })
            TinyOnnx.Detect(classes).Save(Path.Combine(Directory.CreateDirectory(Path.Combine(server.Models, "boxes", $"{version}")).FullName, "model.onnx"));
        foreach (var (path, channels) in new[] { ("boxes/versions/1", 7), ("boxes/versions/2", 9), ("boxes", 9) })
        {
            await Eventually.Be(async () => (await server.Http.GetAsync($"/v2/models/{path}", Cancel)).IsSuccessStatusCode, $"{path} is loaded");
            var answer = await server.Infer(KServeTensor.Noise(1), path);
            Assert.Equal((channels, channels == 7 ? "1" : "2"), ((int)answer.Shape[1], answer.Json.Text("model_version")));
        }

        Assert.Equal("""["1","2"]""", (await server.Get("/v2/models/boxes"))["versions"]!.ToJsonString());
        Assert.Equal("model 'boxes' has no version '3'", await server.Http.GetAsync("/v2/models/boxes/versions/3", Cancel).IsError(HttpStatusCode.NotFound));
    }

    private static async Task<JsonNode> Index(ServerFixture server, string body = "")
    {
        using var answer = await server.Http.PostAsync("/v2/repository/index", new StringContent(body), Cancel);
        return await answer.Json();
    }

    private static void Same(string expected, JsonNode actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}

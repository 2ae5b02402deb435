using System.Net;
using System.Text.Json.Nodes;
using Functional.Tests.Grpc;
using Functional.Tests.KServe;
using Xunit;

namespace Functional.Tests;

/// <summary>A model that cannot be used says why, in the same words at every door, and the others go on.</summary>
public sealed class BadModelTests
{
    private static readonly string[] FromTheField = ["v5_nometa", "v5_1c", "v8T_nometa", "twoin_used"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Dictionary<string, byte[]> Made => new()
    {
        ["text"] = "no model"u8.ToArray(),
        ["cut"] = TinyOnnx.Detect().Build()[..^500],
        ["v5"] = OddOnnx.Constants([1, 3, 640, 640], [[1, 25200, 85]]),
        ["bytes"] = OddOnnx.ByteInput(),
        ["inputs"] = OddOnnx.TwoInputs(),
        ["operation"] = OddOnnx.UnknownOperation(),
        ["weights"] = OddOnnx.WeightsBeside("weights.bin"),
        ["nan"] = OddOnnx.Constants([1, 3, 64, 64], [[1, 6, 84]], "['a', 'b']", value: float.NaN),
        ["rows"] = OddOnnx.AsManyRowsAsObjects(),
        ["wrong"] = TinyOnnx.WrongShape().Build(),
    };

    [Fact]
    public Task Models_that_are_made_here() => SayTheSameEverywhere(Made);

    [Fact]
    public Task Models_from_the_field() =>
        SayTheSameEverywhere(FromTheField.ToDictionary(name => name, name => File.ReadAllBytes(SharedData.Field(name + ".onnx"))));

    private static async Task SayTheSameEverywhere(Dictionary<string, byte[]> files)
    {
        await using var server = await ServerFixture.Start();
        foreach (var (name, file) in files)
            await File.WriteAllBytesAsync(Path.Combine(server.Models, name + ".onnx"), file, Cancel);
        var listed = await Cli.Run("models", "list", "--json", "--models", server.Models);
        var faults = JsonNode.Parse(listed.Output)!.AsArray().ToDictionary(model => model!.Text("name"), model => (string?)model!["fault"]);
        var clip = server.Put(ServeMedia.Clip(25));
        foreach (var name in files.Keys)
        {
            // A terminal says where the file lies; clients need not know.
            var path = Path.Combine(server.Models, name + ".onnx");
            var fault = faults[name]!.Replace(path, name + ".onnx", StringComparison.Ordinal).Replace(server.Models, name, StringComparison.Ordinal);
            var id = await server.Create(new { id = name, url = clip, loop = true, model = name });
            Assert.Equal(fault, (await server.StreamIs(id, "failed")).Text("lastError"));
            Assert.Equal($"model: {fault}", await Detect(server, name).IsProblem(HttpStatusCode.ServiceUnavailable, "model"));
            var told = "is being loaded";
            await Eventually.Be(async () => !(told = await server.PostJson("{}", name).IsError(HttpStatusCode.ServiceUnavailable)).Contains("is being loaded", StringComparison.Ordinal), "the load has failed");
            Assert.Equal($"model '{name}' cannot be loaded: {fault}", told);
            var shown = JsonNode.Parse(await server.Http.GetStringAsync($"/v1/models/{name}", Cancel))!;
            Assert.Equal(("unusable", fault), (shown.Text("state"), shown.Text("fault")));
            var run = await Cli.Run("run", Path.Combine(server.Files, clip), "--model", path);
            Assert.Equal((1, $"stream: {faults[name]}\n"), (run.ExitCode, run.Error));
        }

        await server.StreamIs(await server.Create(new { url = clip, loop = true }), "live");
        using var channel = GrpcClients.Connect(server.Grpc);
        var models = (await channel.Admin().ListModelsAsync(new(), cancellationToken: Cancel)).Models.ToDictionary(model => model.Name);
        Assert.Equal(("loaded", ""), (models["tiny"].State, models["tiny"].Fault));
        Assert.All(files.Keys, name => Assert.Equal(("unusable", false), (models[name].State, models[name].Fault.Length == 0)));
    }

    [Fact]
    public async Task A_server_does_not_start_with_a_default_that_cannot_be_used_and_says_why()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("v5.onnx"), Made["v5"], Cancel);
        var served = await Cli.Run("serve", "--model", "v5", "--set", $"Server:ModelsDirectory={folder.Path}", "--set", $"Server:DataDirectory={folder.File("data")}",
            "--set", "Server:HttpPort=0", "--set", "Server:GrpcPort=0", "--set", "Server:MetricsPort=0", "--set", "WebRtc:Port=0");
        Assert.Equal(1, served.ExitCode);
        Assert.StartsWith("stream: v5: output is [?, 25200, 85] for an input of 640x640; ", served.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", served.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_is_told_once_in_the_log_and_by_every_list()
    {
        await using var server = await ServerFixture.Start(("Inference:MaxBatchSize", "4"));
        await File.WriteAllBytesAsync(Path.Combine(server.Models, "one.onnx"), OddOnnx.OnePictureOut(), Cancel);
        var clip = server.Put(ServeMedia.Clip(25));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => await server.StreamIs(await server.Create(new { url = clip, loop = true, model = "one" }), "live")));
        const string Limit = "its batch is declared dynamic, and two pictures cannot be run (output is [1, 6, 84] when run with an input of [2, 3, 64, 64]; expected [2, 6, 84] after its metadata): it runs one at a time";
        Assert.Single(server.Log.Lines, line => line.Contains("Model one: " + Limit, StringComparison.Ordinal));
        var shown = JsonNode.Parse(await server.Http.GetStringAsync("/v1/models/one", Cancel))!;
        Assert.Equal(("loaded", Limit), (shown.Text("state"), shown["limits"]!.AsArray().Single()!.GetValue<string>()));
        var listed = await Cli.Run("models", "list", "--models", server.Models);
        Assert.Contains($"one: {Limit}\n", listed.Output, StringComparison.Ordinal);
        var run = await Cli.Run("run", Path.Combine(server.Files, clip), "--model", Path.Combine(server.Models, "one.onnx"));
        Assert.Equal((0, true), (run.ExitCode, run.Error.Contains($"stream: model one: {Limit}\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_half_precision_model_finds_what_its_twin_finds()
    {
        await using var server = await ServerFixture.Start();
        await File.WriteAllBytesAsync(Path.Combine(server.Models, "half.onnx"), (TinyOnnx.Detect() with { Half = true }).Build(), Cancel);
        JsonNode[] found = [await (await Detect(server, "tiny")).Json(), await (await Detect(server, "half")).Json()];
        Assert.Equal(found[0]["objects"]!.AsArray().Count, found[1]["objects"]!.AsArray().Count);
        Assert.Equal(found[0]["objects"]![0]!["box"]!.ToJsonString(), found[1]["objects"]![0]!["box"]!.ToJsonString());
    }

    private static Task<HttpResponseMessage> Detect(ServerFixture server, string model) =>
        server.Http.PostAsync($"/v1/detect?model={model}", new ByteArrayContent(ServeMedia.Picture("png", "white")), Cancel);
}

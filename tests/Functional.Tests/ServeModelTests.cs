using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

/// <summary>/v1/models.</summary>
public sealed class ServeModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonNode> Model(ServerFixture server, string name)
    {
        using var answer = await server.Http.GetAsync($"/v1/models/{name}", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }

    [Fact]
    public async Task Models_are_told_with_what_a_client_needs_and_no_path_of_the_server()
    {
        await using var server = await ServerFixture.Start();
        Directory.CreateDirectory(Path.Combine(server.Models, "versioned", "2"));
        Directory.CreateDirectory(Path.Combine(server.Models, "versioned", "10"));
        File.Copy(Path.Combine(server.Models, "tiny.onnx"), Path.Combine(server.Models, "versioned", "2", "model.onnx"));
        File.Copy(Path.Combine(server.Models, "tiny-pose.onnx"), Path.Combine(server.Models, "versioned", "10", "model.onnx"));
        await File.WriteAllTextAsync(Path.Combine(server.Models, "broken.onnx"), "no model", Cancel);

        var text = await server.Http.GetStringAsync("/v1/models", Cancel);
        Assert.DoesNotContain(server.Models, text, StringComparison.Ordinal);
        var models = JsonNode.Parse(text)!["models"]!.AsArray().ToDictionary(model => model!.Text("name"), model => model!);
        Assert.Equal(["broken", "tiny", "tiny-pose", "versioned"], models.Keys.Order(StringComparer.Ordinal));

        var tiny = models["tiny"];
        Assert.Equal(("loaded", "detect", 80L, 0L, 64L, 64L), (tiny.Text("state"), tiny.Text("task"), tiny["classes"]!.AsArray().Count, tiny.Number("keypoints"), tiny.Number("inputWidth"), tiny.Number("inputHeight")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(server.Models, "tiny.onnx"), Cancel))), tiny.Text("sha256"));
        Assert.True(tiny["isDefault"]!.GetValue<bool>());
        Assert.Equal(("installed", "pose", 17L), (models["tiny-pose"].Text("state"), models["tiny-pose"].Text("task"), models["tiny-pose"].Number("keypoints")));
        Assert.Equal((10L, "[10,2]", "pose"), (models["versioned"].Number("version"), models["versioned"]["versions"]!.ToJsonString(), models["versioned"].Text("task")));
        Assert.Equal("unusable", models["broken"].Text("state"));
        Assert.Contains("broken.onnx", models["broken"].Text("fault"), StringComparison.Ordinal);
        Assert.Equal(tiny.ToJsonString(), (await Model(server, "tiny")).ToJsonString());
    }

    // One such file made the whole list an internal error.
    [Fact]
    public async Task Files_that_are_no_models_are_listed_with_their_fault_and_hide_no_other()
    {
        await using var server = await ServerFixture.Start();
        var odd = new Dictionary<string, (byte[] File, string Fault)>
        {
            ["sequence"] = (OddOnnx.Sequence(), "output 'output0' is a sequence; expected a tensor"),
            ["no-input"] = (OddOnnx.NoInput(), "has no input"),
            ["two-inputs"] = (OddOnnx.TwoInputs(), "needs the inputs images, scale"),
            ["double"] = (OddOnnx.DoubleOutput(), "output 'output0' is Double; expected float32 or float16"),
        };
        foreach (var (name, (file, _)) in odd)
            await File.WriteAllBytesAsync(Path.Combine(server.Models, name + ".onnx"), file, Cancel);

        var models = JsonNode.Parse(await server.Http.GetStringAsync("/v1/models", Cancel))!["models"]!.AsArray().ToDictionary(model => model!.Text("name"), model => model!);
        foreach (var (name, (_, fault)) in odd)
        {
            Assert.Equal("unusable", models[name].Text("state"));
            Assert.Contains(fault, models[name].Text("fault"), StringComparison.Ordinal);
        }

        Assert.Equal("loaded", models["tiny"].Text("state"));
    }

    [Fact]
    public async Task A_model_is_loaded_once_a_stream_asks_for_it_and_looked_at_again_once_its_file_changes()
    {
        await using var server = await ServerFixture.Start();
        Assert.Equal("installed", (await Model(server, ServerFixture.Pose)).Text("state"));
        var id = await server.Create(new { url = server.Put(ServeMedia.Clip(25)), loop = true, model = ServerFixture.Pose });
        await server.StreamIs(id, "live");
        Assert.Equal("loaded", (await Model(server, ServerFixture.Pose)).Text("state"));

        File.Copy(Path.Combine(server.Models, "tiny.onnx"), Path.Combine(server.Models, "other.onnx"));
        Assert.Equal("detect", (await Model(server, "other")).Text("task"));
        await File.WriteAllBytesAsync(Path.Combine(server.Models, "other.onnx"), TinyOnnx.EndToEndPose().Build(), Cancel);
        Assert.Equal("pose", (await Model(server, "other")).Text("task"));
    }

    [Theory, InlineData("nobody"), InlineData("..%2Ftiny"), InlineData("tiny.onnx"), InlineData("%2Fetc%2Fpasswd")]
    public async Task What_is_not_installed_is_not_found(string name)
    {
        await using var server = await ServerFixture.Start();
        await server.Http.GetAsync($"/v1/models/{name}", Cancel).IsProblem(HttpStatusCode.NotFound, "name");
    }
}

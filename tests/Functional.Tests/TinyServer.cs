using Xunit;

namespace Functional.Tests;

/// <summary>A server in a process of its own, with a model of a few kilobytes and a clip.</summary>
internal static class TinyServer
{
    /// <summary>With a stream "gate" that plays for ever.</summary>
    public static async Task<ServerProcess> Start(params string[] settings)
    {
        var server = await Listening(settings);
        using var answer = await server.Http.PostAsync("/v1/streams", new StringContent("""{"id":"gate","url":"clip.mp4","loop":true}""", null, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, server.Output);
        return server;
    }

    /// <summary>Its model may still be loading.</summary>
    public static Task<ServerProcess> Listening(params string[] settings) => Listening(null, settings);

    /// <param name="variable">Of its environment.</param>
    public static Task<ServerProcess> Listening((string Name, string Value)? variable, params string[] settings)
    {
        var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        File.Copy(ServeMedia.Clip(25), folder.File("clip.mp4"));
        string[] all = [$"Server:ModelsDirectory={folder.Path}", "Server:DefaultModel=tiny", $"Ingest:FileRoots={folder.Path}", .. settings];
        return ServerProcess.Start(all, folder, variable, TestContext.Current.CancellationToken);
    }
}

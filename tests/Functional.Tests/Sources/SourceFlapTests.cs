using System.Net.Http.Json;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>A short twin of `bench flapping`, which counts native objects and memory too.</summary>
public sealed class SourceFlapTests
{
    private const int Cameras = 10, Losses = 300;

    // What the runtime opens and starts of its own; a loss that left one behind would leave hundreds.
    private const int Room = 30;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cameras_that_come_and_go_leave_no_handle_and_no_thread_behind()
    {
        await using var camera = LiveSource.Of(number => ServeMedia.Transport(number % 2 == 0 ? "160x120" : "320x240"), hangUp: _ => Task.CompletedTask);
        await using var server = await TinyServer.Start("Store:Kind=None", "Ingest:ReconnectMinMilliseconds=10", "Ingest:ReconnectMaxMilliseconds=20");
        await ComeAndGo(server, camera);
        var (handles, threads) = (Count(server, "fd"), Count(server, "task"));
        await ComeAndGo(server, camera);
        await Eventually.Be(() => Count(server, "fd") <= handles + Room, $"{handles} handles as before");
        await Eventually.Be(() => Count(server, "task") <= threads + Room, $"{threads} threads as before");
        Assert.Equal("live", (await (await server.Http.GetAsync("/v1/streams/gate", Cancel)).Json()).Text("state"));
    }

    private static async Task ComeAndGo(ServerProcess server, LiveSource camera)
    {
        var before = camera.Connections;
        for (var i = 0; i < Cameras; i++)
            using (await server.Http.PostAsJsonAsync("/v1/streams", new { id = $"camera{i}", url = camera.Url }, Cancel)) { }
        await Eventually.Be(() => camera.Connections >= before + Losses, $"{Losses} losses");
        for (var i = 0; i < Cameras; i++)
            using (await server.Http.DeleteAsync($"/v1/streams/camera{i}", Cancel)) { }
    }

    private static int Count(ServerProcess server, string what) => Directory.GetFileSystemEntries($"/proc/{server.Id}/{what}").Length;
}

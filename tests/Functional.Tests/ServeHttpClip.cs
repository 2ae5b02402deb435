using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Functional.Tests;

/// <summary>A web server with one clip, that it keeps back until it is released.</summary>
internal sealed class ServeHttpClip : IAsyncDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private ServeHttpClip(string clip)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/clip.mp4", async () =>
        {
            await _released.Task;
            return Results.File(clip, "video/mp4", enableRangeProcessing: true);
        });
    }

    public string Url => _app.Urls.First() + "/clip.mp4";

    public static async Task<ServeHttpClip> Start(string clip)
    {
        var server = new ServeHttpClip(clip);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Release() => _released.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Release();
        return _app.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>A web server with the files of one folder, and a log of what was asked for.</summary>
internal sealed class WebFolder : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private WebFolder(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add($"http://127.0.0.1:{port}");
        _app.MapGet("/{name}", (string name) =>
        {
            Asked.Enqueue(name);
            if (Forbidden.Contains(name))
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            return File.Exists(PathOf(name)) ? Results.File(PathOf(name), enableRangeProcessing: true) : Results.NotFound();
        });
    }

    /// <summary>Files that nobody may have.</summary>
    public HashSet<string> Forbidden { get; } = [];

    public System.Collections.Concurrent.ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<WebFolder> Start(int port = 0)
    {
        var folder = new WebFolder(port);
        await folder._app.StartAsync(TestContext.Current.CancellationToken);
        return folder;
    }

    public string PathOf(string name) => _folder.File(name);

    public string UrlOf(string name) => $"{_app.Urls.First()}/{name}";

    public Task Put(string name, string text) => File.WriteAllTextAsync(PathOf(name), text, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}

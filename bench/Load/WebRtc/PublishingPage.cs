using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming;

namespace Load.WebRtc;

/// <summary>The page that publishes, and its door: tasks out, offers in.</summary>
internal sealed class PublishingPage : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<object> _tasks = Channel.CreateBounded<object>(1);
    private ReceiverProcess? _receiver;
    private TaskCompletionSource _publishing = new();
    private volatile SentVideo _sent = new(0, 0, 0);

    private PublishingPage()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapGet("/", () => Results.File(Path.Combine(Checkout.Root, "bench", "Load", "WebRtc", "publish.html"), "text/html"));
        _server.MapGet("/task", async (CancellationToken gone) => Results.Json(await _tasks.Reader.ReadAsync(gone)));
        _server.MapPost("/offer", async (HttpRequest request) =>
        {
            var answer = await _receiver!.Accept(await Body(request), request.HttpContext.RequestAborted);
            _publishing.TrySetResult();
            return answer;
        });
        _server.MapPost("/sent", async (HttpRequest request) => _sent = JsonSerializer.Deserialize<SentVideo>(await Body(request), JsonSerializerOptions.Web)!);
        _server.MapPost("/fault", async (HttpRequest request) => _publishing.TrySetException(new UserException($"the browser: {await Body(request)}")));
    }

    public string Url => _server.Urls.First();

    public SentVideo Sent => _sent;

    public static async Task<PublishingPage> Open()
    {
        var page = new PublishingPage();
        await page._server.StartAsync();
        return page;
    }

    /// <summary>The browser leaves whom it published to before, and comes to this one.</summary>
    public async Task Publish(ReceiverProcess receiver, string codec, int maxBitrate, CancellationToken stop)
    {
        (_receiver, _publishing) = (receiver, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _tasks.Writer.WriteAsync(new { codec = $"video/{codec}", maxBitrate }, stop);
        await _publishing.Task.WaitAsync(TimeSpan.FromMinutes(1), stop);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task<string> Body(HttpRequest request) => new StreamReader(request.Body).ReadToEndAsync();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Functional.Tests;

/// <summary>What a real browser makes of the server.</summary>
public sealed class ServeBrowserTests
{
    private const int Enough = 3;

    /// <summary>Tries of a page to read results and a picture by each way there is; which of them worked.</summary>
    private static string Try(Uri server, string stream) => $$"""
        (async () => {
          const results = '{{server}}v1/streams/{{stream}}/results';
          const first = (source, name) => new Promise(done => { source[name] = () => done(true); source.onerror = () => done(false); });
          const socket = new WebSocket(results.replace('http', 'ws'), 'stream.v1.json'), events = new EventSource(results);
          const image = new Image();
          image.src = '{{server}}v1/streams/{{stream}}/snapshot.jpg';
          const tries = {
            socket: first(socket, 'onmessage'), events: first(events, 'onmessage'), image: first(image, 'onload'),
            fetch: fetch('{{server}}v1/streams').then(answer => answer.ok, () => false),
          };
          const worked = await Promise.all(Object.values(tries));
          socket.close(); events.close();
          return Object.keys(tries).filter((_, index) => worked[index]).join(' ');
        })()
        """;

    [Fact]
    public async Task The_example_page_joins_each_picture_with_its_own_result()
    {
        await using var browser = await Browser.Start();
        // The model that comes with the repository, so that the picture of the page is a fair one.
        await using var server = await ServerFixture.Start(("Server:ModelsDirectory", Path.Combine(Checkout.Root, "models")), ("Server:DefaultModel", "person-pose"));
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/results"));
        Assert.Equal("idle", await browser.Evaluate<string>("document.body.dataset.state"));

        await browser.Page.ClickAsync("#create button");
        await Eventually.Be(async () => await browser.Evaluate<bool>($"seen.joined >= {Enough} && seen.results >= {Enough} && seen.objects > 0"), "pictures are joined with their results");
        Assert.Equal("live", await browser.Evaluate<string>("document.body.dataset.state"));
        // Blue of the boxes, which nothing in the scene has.
        var blue = await browser.Evaluate<int>("""
            (() => {
              const canvas = document.getElementById('picture'), pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let count = 0;
              for (let at = 0; at < pixels.length; at += 4) count += pixels[at] < 100 && pixels[at + 1] > 170 && pixels[at + 2] > 230;
              return count;
            })()
            """);
        Assert.InRange(blue, 200, int.MaxValue);
        await Eventually.Be(async () => await browser.Evaluate<bool>("document.querySelectorAll('#objects li').length > 0"), "objects are listed");
        await browser.Screenshot("results");
    }

    [Fact]
    public async Task The_page_to_try_the_API_lists_every_operation()
    {
        await using var browser = await Browser.Start();
        await using var server = await ServerFixture.Start();
        await browser.Open(new Uri(server.Http.BaseAddress!, "/swagger/index.html"));
        await Eventually.Be(async () => await browser.Evaluate<bool>("document.querySelectorAll('.opblock').length >= 12"), "the operations are listed");
        Assert.Equal(0, await browser.Evaluate<int>("document.querySelectorAll('.errors').length"));
        await browser.Screenshot("swagger");
    }

    [Fact]
    public async Task A_page_of_another_origin_reads_nothing_until_it_is_allowed()
    {
        await using var browser = await Browser.Start();
        await using var elsewhere = await Page();
        var origin = elsewhere.Urls.First();
        await using var closed = await ServerFixture.Start();
        await using var open = await ServerFixture.Start(("Server:AllowedOrigins:0", origin));
        foreach (var server in new[] { closed, open })
            await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), loop = true });

        await browser.Open(new Uri(origin));
        Assert.Equal("", await browser.Evaluate<string>(Try(closed.Http.BaseAddress!, "gate")));
        Assert.Equal("socket events image fetch", await browser.Evaluate<string>(Try(open.Http.BaseAddress!, "gate")));
        await browser.Open(new Uri(closed.Http.BaseAddress!, "/test/results"));
        Assert.Equal("socket events image fetch", await browser.Evaluate<string>(Try(closed.Http.BaseAddress!, "gate")));
    }

    /// <summary>A web server of somebody else.</summary>
    private static async Task<WebApplication> Page()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => Results.Content("<!doctype html><title>elsewhere</title>", "text/html"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Server.Host;
using Streaming.Models;
using Xunit;

namespace Functional.Tests;

/// <summary>The real server on free ports, with a model of a few kilobytes. Disposing it stops the server and fails the test if it logged an error.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    public const string Detect = "tiny", Pose = "tiny-pose";

    /// <summary>A model by this name, where a test sets how long it takes.</summary>
    public const string Slow = "tiny-slow";

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private ServerFixture(IEnumerable<(string Key, string Value)> settings)
    {
        Directory.CreateDirectory(Models);
        Directory.CreateDirectory(Files);
        TinyOnnx.Detect().Save(Path.Combine(Models, Detect + ".onnx"));
        TinyOnnx.Pose().Save(Path.Combine(Models, Pose + ".onnx"));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        _app = ServerHost.Build(builder, [.. Defaults.Concat(settings).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
    }

    public ServeLog Log { get; } = new();

    public HttpClient Http { get; } = new();

    public HttpClient Metrics { get; } = new();

    public Uri Grpc { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public string Models => _folder.File("models");

    /// <summary>The one folder that streams may name files of.</summary>
    public string Files => _folder.File("files");

    /// <summary>Outside of <see cref="Files"/>.</summary>
    public string Elsewhere => _folder.Path;

    /// <summary>Everything that the server writes.</summary>
    public string Data => _folder.File("data");

    private IEnumerable<(string Key, string Value)> Defaults =>
    [
        ("Server:HttpPort", "0"), ("Server:MetricsPort", "0"), ("Server:GrpcPort", "0"), ("WebRtc:Port", "0"), ("Server:ModelsDirectory", Models), ("Server:DefaultModel", Detect), ("Server:DataDirectory", Data),
        ("Ingest:FileRoots:0", Files), ("Inference:Lanes", "1"), ("Inference:Device", "Cpu"),
    ];

    /// <summary>A server that is ready.</summary>
    public static async Task<ServerFixture> Start(params IEnumerable<(string Key, string Value)> settings)
    {
        var server = await StartCold(settings);
        await Eventually.Be(() => server.Services.GetRequiredService<ModelWarmup>().IsReady, "the server is ready");
        return server;
    }

    /// <summary>A server that is ready, whose engine takes this time for each frame.</summary>
    public static async Task<ServerFixture> StartSlow(TimeSpan run, params IEnumerable<(string Key, string Value)> settings)
    {
        var server = await StartCold([("Server:DefaultModel", Slow), .. settings], server => SlowModel.Of(run).Save(Path.Combine(server.Models, Slow + ".onnx")));
        await Eventually.Be(() => server.Services.GetRequiredService<ModelWarmup>().IsReady, "the server is ready");
        return server;
    }

    /// <summary>A server that listens; its model may still be loading.</summary>
    public static Task<ServerFixture> StartCold(params IEnumerable<(string Key, string Value)> settings) => StartCold(settings, _ => { });

    private static async Task<ServerFixture> StartCold(IEnumerable<(string Key, string Value)> settings, Action<ServerFixture> prepare)
    {
        var server = new ServerFixture(settings);
        prepare(server);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = server._app.Urls.ToArray();
        (server.Http.BaseAddress, server.Metrics.BaseAddress, server.Grpc) = (new Uri(addresses[0]), new Uri(addresses[1]), new Uri(addresses[2]));
        return server;
    }

    /// <summary>Copies a clip to where streams may read it.</summary>
    /// <returns>Its name, as a stream's url.</returns>
    public string Put(string clip)
    {
        var name = Path.GetFileName(clip);
        File.Copy(clip, Path.Combine(Files, name), overwrite: true);
        return name;
    }

    public Task<HttpResponseMessage> Post(object stream) => Http.PostAsJsonAsync("/v1/streams", stream, TestContext.Current.CancellationToken);

    /// <summary>A new stream's id.</summary>
    public async Task<string> Create(object stream)
    {
        using var answer = await Post(stream);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await answer.Json())["id"]!.GetValue<string>();
    }

    public async Task<JsonNode> Stream(string id) => (await Http.GetFromJsonAsync<JsonNode>($"/v1/streams/{id}", TestContext.Current.CancellationToken))!;

    /// <summary>Waits until a stream is in a state; gives it as it then was.</summary>
    public async Task<JsonNode> StreamIs(string id, string state)
    {
        JsonNode stream = null!;
        await Eventually.Be(async () => (stream = await Stream(id))["state"]!.GetValue<string>() == state, $"{id} is {state}", () => stream);
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Http.Dispose();
        Metrics.Dispose();
        _folder.Dispose();
        Assert.True(!Log.Errors.Any(), string.Join("\n", Log.Errors));
    }
}

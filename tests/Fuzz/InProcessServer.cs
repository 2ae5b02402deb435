using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Server.Host;

namespace Fuzz;

/// <summary>The server's whole request pipeline without a socket in front of it.</summary>
internal sealed class InProcessServer : IServer
{
    private Func<IFeatureCollection, Task> _process = _ => Task.CompletedTask;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>A server with a tiny model, its lanes running.</summary>
    public static InProcessServer Open()
    {
        var models = Directory.CreateTempSubdirectory("stream-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(models, recursive: true);
        TinyOnnx.Detect().Save(Path.Combine(models, "tiny.onnx"));

        var server = new InProcessServer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(server); // In place of Kestrel: the last one wins.
        var app = ServerHost.Build(builder,
        [
            new("Server:ModelsDirectory", models), new("Server:DefaultModel", "tiny"), new("Server:MaxPicturePixels", "65536"), new("Inference:Device", "Cpu"), new("Store:Kind", "None"),
        ]);
        FuzzTarget.Await(app.StartAsync());
        return server;
    }

    public (int Status, byte[] Answer) Post(string path, string query, byte[] body)
    {
        var answer = new MemoryStream();
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.Path, context.Request.QueryString) = ("POST", path, new QueryString(query));
        (context.Request.Body, context.Response.Body) = (new MemoryStream(body), answer);
        FuzzTarget.Await(_process(context.Features));
        return (context.Response.StatusCode, answer.ToArray());
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async features =>
        {
            var context = application.CreateContext(features);
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // Nothing is held.
    }
}

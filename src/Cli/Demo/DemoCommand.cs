using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Server.Host;
using Streaming;
using Streaming.Models;
using Streaming.Sources;
using Streaming.Streams;

namespace Cli.Demo;

/// <summary>`./stream demo`: the server with its defaults and the built-in test source, and live results in the terminal.</summary>
internal static class DemoCommand
{
    private const string StreamId = "demo";

    private static readonly Option<int> Seconds = new("--seconds") { Description = "Stop after N seconds; 0 runs until Ctrl-C. The exit code is 0 only if results flowed.", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<int?> Port = ServeCommand.PortOption();
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of what the server writes, which stays. Default: one that goes with the demo.", HelpName = "DIR" };
    private static readonly Option<string?> Model = new("--model") { Description = "Name of the model. Default: the first installed.", HelpName = "M" };
    private static readonly Option<string> Source = new("--source") { Description = "What to watch.", HelpName = "URL", DefaultValueFactory = _ => "test://people?count=4&seed=1&size=1280x720&fps=30" };
    private static readonly Option<string[]> Set = new("--set") { Description = "Any option of the server, as Section:Key=value; may be given again.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        var command = new Command("demo", "The server, a live stream of rendered people, and its results, once a second.") { Seconds, Port, Model, Source, Data, Set };
        command.SetAction((arguments, stop) => ServeCommand.RunGuarded(() => Execute(arguments, stop)));
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments, CancellationToken stop)
    {
        if (arguments.GetValue(Data) is { } folder)
            return await Execute(arguments, folder, stop);
        // What a demo counted is of no use after it, and it may run beside a server.
        var data = Directory.CreateTempSubdirectory("stream-demo-");
        try
        {
            return await Execute(arguments, data.FullName, stop);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<int> Execute(ParseResult arguments, string data, CancellationToken stop)
    {
        var named = new Dictionary<string, string?> { ["Server:DataDirectory"] = data };
        if (arguments.GetValue(Model) is { } model)
            named["Server:DefaultModel"] = model;
        var settings = ServeCommand.Settings(named, arguments.GetValue(Port), [], arguments.GetValue(Set)!);
        var builder = ServeCommand.ConsoleBuilder(settings);
        builder.Logging.AddFilter("Server", LogLevel.Warning).AddFilter("Streams", LogLevel.Warning);
        await using var app = ServerHost.Build(builder, settings);
        await PortInUse.Guard(app, stop);

        var stream = Start(app, arguments.GetValue(Source)!);
        Welcome(app, stream);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        if (arguments.GetValue(Seconds) is > 0 and var seconds)
            deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        var results = await new DemoScreen(stream).Show(deadline.Token);

        await app.Services.GetRequiredService<StreamRegistry>().DrainAsync();
        await app.StopAsync(CancellationToken.None);
        if (app.Services.GetRequiredService<ModelWarmup>().Fault is { } fault)
            throw new UserException(fault);
        return results > 0 ? 0 : throw new UserException($"no result came: {stream.Status.LastError ?? "the source gave no frame in time"}");
    }

    private static VideoStream Start(WebApplication app, string url)
    {
        var registry = app.Services.GetRequiredService<StreamRegistry>();
        var address = SourceAddress.Parse(url, app.Services.GetRequiredService<IngestOptions>());
        registry.TryCreate(new StreamOptions { Id = StreamId, Url = url }, address, out var stream);
        return stream;
    }

    private static void Welcome(WebApplication app, VideoStream stream)
    {
        var http = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        using var lease = app.Services.GetRequiredService<ModelRegistry>().Lease(name: null);
        var engine = lease.Engine;
        Console.WriteLine($"""

              Stream is live: {engine.Model.Name} on {engine.Device.ToString().ToLowerInvariant()}, watching {stream.RedactedUrl}

                start at   {http[0]}
                watch      {http[0]}/test/results
                publish    {http[0]}/test/webrtc
                stream     {http[0]}/v1/streams/{stream.Id}
                results    {http[0].Replace("http", "ws", StringComparison.Ordinal)}/v1/streams/{stream.Id}/results
                detect     curl --data-binary @picture.jpg {http[0]}/v1/detect
                gRPC       {http[2]["http://".Length..]}
                metrics    {http[1]}/metrics
                the API    {http[0]}/swagger

            """);
    }
}

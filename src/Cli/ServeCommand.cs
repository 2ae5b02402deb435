using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Server.Host;
using Server.Observability.Logs;
using Streaming;
using Streaming.Models;
using Streaming.Sources.WebRtc;
using Telemetry;

namespace Cli;

/// <summary>`./stream serve`: the live server, until it is told to stop.</summary>
internal static partial class ServeCommand
{
    // As of 8000 and 8189, which nobody moved.
    private const int WebRtcOffset = 189;

    private static readonly Option<string?> Listen = new("--listen") { Description = "Address to listen on. Default 127.0.0.1; 0.0.0.0 opens the server to the network, which has no authentication yet.", HelpName = "ADDRESS" };
    private static readonly Option<int?> Port = PortOption();
    private static readonly Option<string?> Streams = new("--streams") { Description = "File of streams, YAML or JSON: they are there from the start and follow the file when it is changed.", HelpName = "FILE" };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of everything that the server writes. Default data.", HelpName = "DIR" };
    private static readonly Option<string?> Model = new("--model") { Description = "Name of the default model, or path of an .onnx file.", HelpName = "M" };
    private static readonly Option<string[]> FileRoots = new("--files") { Description = "Folder whose files may be streamed; may be given again. Default: none.", HelpName = "DIR", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Log = new("--log") { Description = "How log lines look: console, or json, one object each. Default console.", HelpName = "FORMAT" };
    private static readonly Option<string[]> Set = new("--set") { Description = "Any option, as Section:Key=value; may be given again.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        var command = new Command("serve", "The live server: streams and pictures in, results out, until it is told to stop. Its streams are kept in DataDirectory/streams.jsonl, with the passwords of their URLs, and are there again at the next start; --set Ingest:KeepStreams=false turns that off.") { Listen, Port, Model, FileRoots, Streams, Data, Log, Set };
        command.SetAction(arguments => RunGuarded(() => Execute(Read(arguments))));
        return command;
    }

    /// <summary>Of each verb its own, as an option belongs to one command.</summary>
    internal static Option<int?> PortOption() => OptionOf.OptionalNumber(
        "--port", $"Moves all ports: REST and WebSocket to N, gRPC to N+1, metrics to N+2, WebRTC (UDP) to N+{WebRtcOffset}; 0 takes any free ones. Default 8000.", 0, 65535 - WebRtcOffset);

    private static List<KeyValuePair<string, string?>> Read(ParseResult arguments)
    {
        string?[][] named =
        [
            ["Server:Listen", arguments.GetValue(Listen)], ["Server:DefaultModel", arguments.GetValue(Model)], ["Server:DataDirectory", arguments.GetValue(Data)],
            ["Streams:File", arguments.GetValue(Streams)], ["Logging:Format", arguments.GetValue(Log)],
        ];
        return Settings(
            [.. named.Where(setting => setting[1] is not null).Select(setting => KeyValuePair.Create(setting[0]!, setting[1]))],
            arguments.GetValue(Port), arguments.GetValue(FileRoots)!, arguments.GetValue(Set)!);
    }

    /// <summary>Command-line options as settings; they win over environment and appsettings.json, and --set over the others.</summary>
    internal static List<KeyValuePair<string, string?>> Settings(IEnumerable<KeyValuePair<string, string?>> named, int? port, string[] fileRoots, string[] set)
    {
        var settings = new List<KeyValuePair<string, string?>>(named);
        if (port is { } first)
        {
            (string Key, int Offset)[] ports = [("Server:HttpPort", 0), ("Server:GrpcPort", 1), ("Server:MetricsPort", 2), ("WebRtc:Port", WebRtcOffset)];
            settings.AddRange(ports.Select(one => KeyValuePair.Create(one.Key, (string?)$"{(first == 0 ? 0 : first + one.Offset)}")));
        }

        settings.AddRange(fileRoots.Select((root, index) => new KeyValuePair<string, string?>($"Ingest:FileRoots:{index}", root)));
        settings.AddRange(set.Select(setting => setting.Split('=', 2) is [var key, var value] ? new KeyValuePair<string, string?>(key, value) : new(setting, "")));
        return settings;
    }

    /// <summary>Says in one line what keeps a server from running; its exit code.</summary>
    internal static async Task<int> RunGuarded(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (UserException e)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"stream: cannot listen: {e.Message.TrimEnd('.')}{(e.Message.Contains("Choose", StringComparison.Ordinal) ? ", or move all ports with --port N" : ". Choose another address with --listen or --port")}");
        }

        return 1;
    }

    private static async Task<int> Execute(IReadOnlyCollection<KeyValuePair<string, string?>> settings)
    {
        var builder = ConsoleBuilder(settings);
        await using var app = ServerHost.Build(builder, settings);
        return await Run(app);
    }

    /// <summary>A server's builder that logs to the console, one line each.</summary>
    /// <exception cref="UserException">There is no such format of lines, or appsettings.json cannot be read.</exception>
    internal static WebApplicationBuilder ConsoleBuilder(IReadOnlyCollection<KeyValuePair<string, string?>> settings)
    {
        var builder = SettingsFile.Guard(() => WebApplication.CreateSlimBuilder());
        builder.Configuration.AddSettings(settings);
        // Tells systemd, where that started it, when it is ready and when it stops.
        builder.Services.AddSystemd();
        builder.Logging.ClearProviders().AddConsole(builder.Configuration)
            // A start that fails throws as well, and is told in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return builder;
    }

    private static async Task<int> Run(WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Server");
        Starting(log, ProductVersion.Text);
        var warmup = app.Services.GetRequiredService<ModelWarmup>();
        try
        {
            await PortInUse.Guard(app);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
            Listening(log, addresses[0], addresses[2], addresses[1]);
            if (app.Services.GetRequiredService<Publishers>().LocalEndPoint is { } publishers)
                log.WebRtcListening($"{publishers}");
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException)
        {
            // The model failed, or a signal came, before everything was started.
        }

        return warmup.Fault is { } fault ? throw new UserException(fault) : 0;
    }

    [LoggerMessage(110, LogLevel.Information, "Stream {Version}")]
    private static partial void Starting(ILogger log, string version);

    [LoggerMessage(1, LogLevel.Information, "Listening on {Http} (REST, WebSocket), {Grpc} (gRPC) and {Metrics} (metrics)")]
    private static partial void Listening(ILogger log, string http, string grpc, string metrics);
}

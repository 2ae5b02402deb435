using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Server.Models;
using Server.Observability;

namespace Server.Cli;

/// <summary>`./stream serve`: the live server, until it is told to stop.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Listen = new("--listen") { Description = "Address to listen on. Default 127.0.0.1; 0.0.0.0 opens the server to the network, which has no authentication yet.", HelpName = "ADDRESS" };
    private static readonly Option<int?> Port = new("--port") { Description = "Port of REST and WebSocket. Default 8000.", HelpName = "N" };
    private static readonly Option<string?> Model = new("--model") { Description = "Name of the default model.", HelpName = "M" };
    private static readonly Option<string[]> FileRoots = new("--files") { Description = "Folder whose files may be streamed; may be given again. Default: none.", HelpName = "DIR", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Set = new("--set") { Description = "Any option, as Section:Key=value; may be given again.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        var command = new Command("serve", "The live server: streams and pictures in, results out, until it is told to stop.") { Listen, Port, Model, FileRoots, Set };
        command.SetAction(arguments => Guard(() => Execute(Settings(
            arguments.GetValue(Listen), arguments.GetValue(Port), arguments.GetValue(Model), arguments.GetValue(FileRoots)!, arguments.GetValue(Set)!))));
        return command;
    }

    /// <summary>Command-line options as settings; they win over environment and appsettings.json.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Settings(string? listen, int? port, string? model, string[] fileRoots, string[] set)
    {
        if (listen is not null)
            yield return new("Server:Listen", listen);
        if (port is not null)
            yield return new("Server:HttpPort", $"{port}");
        if (model is not null)
            yield return new("Server:DefaultModel", model);
        for (var i = 0; i < fileRoots.Length; i++)
            yield return new($"Ingest:FileRoots:{i}", fileRoots[i]);
        foreach (var setting in set)
            yield return setting.Split('=', 2) is [var key, var value] ? new(key, value) : new(setting, "");
    }

    /// <summary>Says in one line what keeps a server from running; its exit code.</summary>
    internal static async Task<int> Guard(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (UserException e)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
        }
        catch (IOException e)
        {
            // Kestrel's sentence names the address that is in use.
            await Console.Error.WriteLineAsync($"stream: {e.Message} Choose another with --port, or --set Server:MetricsPort=N.");
        }

        return 1;
    }

    private static async Task<int> Execute(KeyValuePair<string, string?>[] settings)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "))
                // A start that fails throws as well, and is told below in one line.
                .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
            await using var app = ServerHost.Build(builder, settings);
            return await Run(app);
        }
        catch (UserException e)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Kestrel's sentence names the address where it is in use.
            await Console.Error.WriteLineAsync($"stream: cannot listen: {e.Message.TrimEnd('.')}. Choose another address with --listen, --port or --set Server:MetricsPort=N");
            return 1;
        }
    }

    private static async Task<int> Run(WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Server");
        using var terminate = LeaveAtOnceOnSecond(PosixSignal.SIGTERM, 15);
        using var interrupt = LeaveAtOnceOnSecond(PosixSignal.SIGINT, 2);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        log.Listening(addresses[0], addresses[1]);
        await app.WaitForShutdownAsync();
        return app.Services.GetRequiredService<ModelWarmup>().Fault is { } fault ? throw new UserException(fault) : 0;
    }

    /// <summary>The host drains at the first signal; whoever sends another does not want to wait.</summary>
    private static PosixSignalRegistration LeaveAtOnceOnSecond(PosixSignal signal, int number)
    {
        var signals = 0;
        return PosixSignalRegistration.Create(signal, _ =>
        {
            // By convention a shell calls 128 + n what signal n ended.
            if (Interlocked.Increment(ref signals) > 1)
                Environment.Exit(128 + number);
        });
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Server.Host;
using Streaming;
using Streaming.Models;

namespace Cli.Doctor;

/// <summary>What `serve` with the same options would meet.</summary>
internal static class ServerChecks
{
    // Less is a day of results and summaries.
    private const long LittleDisk = 1_000_000_000;

    public static async Task<IReadOnlyList<Finding>> All(IReadOnlyCollection<KeyValuePair<string, string?>> settings)
    {
        try
        {
            var builder = ServeCommand.ConsoleBuilder(settings);
            await using var app = ServerHost.Build(builder, settings);
            var configuration = app.Configuration;
            return [Finding.Ok("configuration", "sound"), .. Ports(configuration), DataFolder(configuration), Model(configuration)];
        }
        catch (UserException e)
        {
            return [Finding.Missing("configuration", e.Message, "mend it in appsettings.json, the environment or the command line")];
        }
    }

    private static IEnumerable<Finding> Ports(IConfiguration configuration)
    {
        var address = IPAddress.Parse(configuration["Server:Listen"] ?? "127.0.0.1");
        (string Name, string Key, string Default, ProtocolType Protocol)[] ports =
        [
            ("port of REST", "Server:HttpPort", "8000", ProtocolType.Tcp), ("port of gRPC", "Server:GrpcPort", "8001", ProtocolType.Tcp),
            ("port of metrics", "Server:MetricsPort", "8002", ProtocolType.Tcp), ("port of WebRTC", "WebRtc:Port", "8189", ProtocolType.Udp),
        ];
        return ports.Select(port => Port(port.Name, port.Key, address, int.Parse(configuration[port.Key] ?? port.Default, CultureInfo.InvariantCulture), port.Protocol));
    }

    private static Finding Port(string name, string key, IPAddress address, int port, ProtocolType protocol)
    {
        var shown = $"{port}/{protocol.ToString().ToLowerInvariant()} at {address}";
        try
        {
            using var socket = new Socket(address.AddressFamily, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
            socket.Bind(new IPEndPoint(address, port));
            if (protocol == ProtocolType.Tcp)
                socket.Listen();
            return Finding.Ok(name, $"{shown} is free");
        }
        catch (SocketException e)
        {
            return Finding.Missing(name, $"{shown}: {e.Message}", $"end the program that has it (ss -lnp 'sport = :{port}'), or move all ports with --port N, or this one with --set {key}=N");
        }
    }

    private static Finding DataFolder(IConfiguration configuration)
    {
        var folder = Path.GetFullPath(configuration["Server:DataDirectory"] ?? "data");
        try
        {
            // The nearest folder that is there tells whether it can be made, and leaves nothing behind.
            var there = folder;
            while (!Directory.Exists(there))
                there = Path.GetDirectoryName(there) ?? "/";
            var probe = Path.Combine(there, $".stream-doctor-{Environment.ProcessId}");
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
            var free = new DriveInfo(there).AvailableFreeSpace;
            return free < LittleDisk
                ? Finding.Warning("data folder", $"{folder}: {ByteSize.Text(free)} free", "results that a sink has not taken wait there; make room, or name another: --data DIR")
                : Finding.Ok("data folder", $"{folder}: {ByteSize.Text(free)} free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Missing("data folder", $"{folder}: {(e is UnauthorizedAccessException ? "may not be written by this user" : e.Message)}", "give it to this user (chown), or name another: --data DIR");
        }
    }

    private static Finding Model(IConfiguration configuration)
    {
        var installed = ModelCatalogue.All(configuration["Server:ModelsDirectory"]).ToList();
        var named = configuration["Server:DefaultModel"];
        var model = named is not null && ModelCatalogue.IsPath(named) ? new InstalledModel(Path.GetFileNameWithoutExtension(named), null, named) : ModelCatalogue.Pick(installed, named);
        if (model is null)
            return Finding.Missing("models", named is null ? "none" : $"none called '{named}'{NearWord.Hint(named, installed.Select(one => one.Name))}", "./stream models pull yolov8n-pose gets one; ./stream models list shows what is there");
        var seen = ModelInspection.Of(model);
        return seen.Fault is { } fault
            ? Finding.Missing("models", fault, "the default model cannot be used; ./stream models verify looks at each, --model M names another")
            : Finding.Ok("models", $"{string.Join(", ", installed.Select(one => one.Name).Distinct())}; {model.Name} runs by default ({seen.Metadata!.InputWidth}x{seen.Metadata.InputHeight})");
    }
}

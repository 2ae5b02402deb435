using System.Globalization;
using System.Text.RegularExpressions;
using Streaming;

namespace Cli;

/// <summary>Says which of the server's ports somebody else has, and what to do.</summary>
internal static partial class PortInUse
{
    private static readonly (string Key, string Default, string What)[] Ports =
        [("Server:HttpPort", "8000", "REST and WebSocket"), ("Server:GrpcPort", "8001", "gRPC"), ("Server:MetricsPort", "8002", "metrics")];

    // Of the address space for programs that nobody has registered: far from the defaults.
    private const int Elsewhere = 9000;

    /// <exception cref="UserException">A port is in use.</exception>
    public static async Task Guard(WebApplication app, CancellationToken stop = default)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException e) when (Address().Match(e.Message) is { Success: true } address)
        {
            throw new UserException(Describe(app.Configuration, address.Groups["port"].Value), e);
        }
    }

    public static string Describe(IConfiguration configuration, string port)
    {
        var (key, _, what) = Ports.FirstOrDefault(one => (configuration[one.Key] ?? one.Default) == port);
        var number = int.Parse(port, CultureInfo.InvariantCulture);
        var other = number >= Elsewhere && number < Elsewhere + 1000 ? Elsewhere + 1000 : Elsewhere;
        return key is null
            ? $"cannot listen: port {port} is in use by another program. --port {other} moves all ports"
            : $"cannot listen: port {port} ({what}, {key}) is in use by another program, perhaps by another ./stream. End that, or move all ports: --port {other}; or this one: --set {key}=N";
    }

    // Kestrel's sentence.
    [GeneratedRegex(@":(?<port>\d+): address already in use")]
    private static partial Regex Address();
}

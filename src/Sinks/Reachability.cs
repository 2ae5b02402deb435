using System.Net.Sockets;

namespace Sinks;

/// <summary>What was seen of a server that cannot be reached, and what to look at next.</summary>
internal static class Reachability
{
    // A server that is there takes a connection within milliseconds, one on another continent within a second.
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <param name="setting">Where the address comes from: Redis:Address.</param>
    public static string Explain(SocketError error, string setting) => error switch
    {
        SocketError.ConnectionRefused => $"connection refused: nothing listens there; is it running, is {setting} right?",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"its name cannot be looked up; is {setting} spelled right, does DNS answer?",
        SocketError.TimedOut => $"nothing answers there; is {setting} right, does a firewall drop it?",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => $"there is no way to it from here; is {setting} right?",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the other side hung up; its log may say why",
        _ => $"{new SocketException((int)error).Message}; is {setting} right?",
    };

    /// <summary>Whether anybody takes a connection at one of these.</summary>
    /// <param name="addresses">host:port, with commas between them.</param>
    /// <returns>Null where somebody does; else what was seen at the last.</returns>
    public static async Task<string?> Probe(string addresses, int defaultPort, string setting)
    {
        string? seen = null;
        foreach (var address in addresses.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // An address of IPv6 without brackets has colons, too.
            var colon = address.LastIndexOf(':');
            var hasPort = colon > 0 && (address.IndexOf(':') == colon || address[colon - 1] == ']');
            var port = hasPort && int.TryParse(address[(colon + 1)..], out var given) && given is > 0 and <= ushort.MaxValue ? given : defaultPort;
            if (await Probe((hasPort ? address[..colon] : address).Trim('[', ']'), port) is not { } error)
                return null;
            seen = $"cannot reach {address}: {Explain(error, setting)}";
        }

        return seen;
    }

    private static async Task<SocketError?> Probe(string host, int port)
    {
        using var client = new TcpClient();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await client.ConnectAsync(host, port, timeout.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}

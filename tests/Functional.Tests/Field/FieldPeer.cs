using System.Diagnostics;
using System.Net.Sockets;

namespace Functional.Tests.Field;

/// <summary>A misbehaving camera or web server of the optional shared folder, as a process.</summary>
internal sealed class FieldPeer : IDisposable
{
    private readonly Process _process;

    private FieldPeer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>One that listens.</summary>
    /// <exception cref="PeerMissingException">There is no such folder.</exception>
    public static async Task<FieldPeer> Start(string script)
    {
        var path = FieldInput.Path(script);
        var port = PeerProcess.FreePort();
        var start = new ProcessStartInfo("/usr/bin/python3", [path, $"{port}"]) { Environment = { ["CAMUSER"] = FieldInput.User, ["CAMPASS"] = FieldInput.Password } };
        var process = PeerProcess.Start(start, "python3");
        await Eventually.Be(() => Answers(port), $"{script} listens");
        return new(process, port);
    }

    public void Dispose() => _process.End();

    private static bool Answers(int port)
    {
        try
        {
            using var probe = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>Inputs that people reported, in the optional shared folder.</summary>
internal static class FieldInput
{
    public const string User = "admin", Password = "pw";

    public static string Path(params string[] parts) => SharedData.Path(["..", "field", .. parts]);
}

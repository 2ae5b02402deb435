using System.Diagnostics;
using System.Net.Sockets;

namespace Functional.Tests.Sources;

/// <summary>A misbehaving camera or server of the shared data, in a process of its own; a quirk for each path.</summary>
internal sealed class SharedCamera : IDisposable
{
    private readonly Process _process;

    private SharedCamera(Process process) => _process = process;

    /// <summary>It listens when this returns.</summary>
    /// <exception cref="PeerMissingException">The shared data are not there.</exception>
    public static async Task<SharedCamera> Start(string script, int port)
    {
        var camera = new SharedCamera(PeerProcess.Start("python3", "python3", [SharedData.Path("..", "field", script), $"{port}"]));
        await Eventually.Be(() => Listens(port), $"{script} listens");
        return camera;
    }

    private static bool Listens(int port)
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

    public void Dispose() => _process.End();
}

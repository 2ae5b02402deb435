using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Functional.Tests;

/// <summary>GStreamer's RTSP server as a process; skips the test where it is not installed.</summary>
internal sealed class ServeRtspPeer : IDisposable
{
    private const int NotInstalled = 77;

    private readonly Process _process;

    private ServeRtspPeer(Process process) => _process = process;

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static string Url(int port) => $"rtsp://127.0.0.1:{port}/live";

    /// <summary>A server that listens.</summary>
    /// <param name="transport">"udp" refuses every other; null refuses none.</param>
    public static async Task<ServeRtspPeer> Start(int port, string? transport = null)
    {
        // Debian's own Python: GStreamer's modules are built for no other.
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            Assert.Skip($"{python} is not installed");
        var script = Path.Combine(Checkout.Root, "tests", "Functional.Tests", "Peers", "rtsp_server.py");
        var process = Process.Start(new ProcessStartInfo(python, [script, $"{port}", .. transport is null ? [] : new[] { transport }]) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line == "ready")
            return new(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (process.ExitCode == NotInstalled)
            Assert.Skip($"GStreamer's RTSP server is not installed: {line}");
        throw new InvalidOperationException($"rtsp_server.py: {line}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

using System.Diagnostics;
using Xunit;

namespace Functional.Tests;

/// <summary>GStreamer's RTSP server as a process; skips the test where it is not installed.</summary>
internal sealed class ServeRtspPeer : IDisposable
{
    private readonly Process _process;

    private ServeRtspPeer(Process process) => _process = process;

    public static string Url(int port) => $"rtsp://127.0.0.1:{port}/live";

    /// <summary>A server that listens.</summary>
    /// <param name="transport">"udp" refuses every other; null refuses none.</param>
    public static async Task<ServeRtspPeer> Start(int port, string? transport = null)
    {
        // Debian's own Python: GStreamer's modules are built for no other.
        var script = Path.Combine(Checkout.Root, "tests", "Functional.Tests", "Peers", "rtsp_server.py");
        var process = PeerProcess.Start("/usr/bin/python3", "python3", [script, $"{port}", .. transport is null ? [] : new[] { transport }]);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line == "ready")
            return new(process);
        throw process.WhyEnded("GStreamer's RTSP server", "gir1.2-gst-rtsp-server-1.0");
    }

    public void Dispose() => _process.End();
}

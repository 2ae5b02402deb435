using System.Diagnostics;
using System.Net;

namespace Load.LiveLoad;

/// <summary>GStreamer's RTSP server, a process of its own, that plays the clip over and over, from its beginning for each stream.</summary>
internal sealed class RtspSources : ILoadSources
{
    private readonly Process _process;
    private readonly AddressSources _addresses;

    private RtspSources(Process process, int port) => (_process, _addresses) = (process, new(index => $"rtsp://127.0.0.1:{port}/{index}"));

    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public static RtspSources Start(IReadOnlyList<(byte[] Data, long Pts)> units, string folder, int streams)
    {
        var clip = Path.Combine(folder, "clip.units");
        File.WriteAllBytes(clip, [.. units.SelectMany(unit => (byte[])[.. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(unit.Data.Length)), .. unit.Data])]);
        var port = PeerProcess.FreePort();
        var script = Path.Combine(Checkout.Root, "bench", "Load", "LiveLoad", "rtsp_clip.py");
        // Debian's own Python: GStreamer's modules are built for no other.
        var process = PeerProcess.Start("/usr/bin/python3", "python3-gi", script, $"{port}", $"{streams}", $"{LoadClip.FramesPerSecond}", clip);
        if (process.StandardOutput.ReadLine() == "ready")
            return new(process, port);
        throw process.WhyEnded("GStreamer's RTSP server", "gir1.2-gst-rtsp-server-1.0");
    }

    public Task Start(LoadedServer server, IReadOnlyList<string> ids, CancellationToken stop) => _addresses.Start(server, ids, stop);

    public ValueTask DisposeAsync()
    {
        _process.End();
        return ValueTask.CompletedTask;
    }
}

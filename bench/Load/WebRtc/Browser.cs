using System.Diagnostics;
using Load.Sinks;

namespace Load.WebRtc;

/// <summary>Debian's chromium without a window, whose camera is a file.</summary>
internal sealed class Browser : IDisposable
{
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("chromium-");
    private readonly Process _process;

    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public Browser(string camera, string url)
    {
        string[] flags =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            "--allow-loopback-in-peer-connection", $"--use-file-for-fake-video-capture={camera}", $"--user-data-dir={_profile.FullName}",
        ];
        _process = PeerProcess.Start("/usr/bin/chromium", "chromium", [.. flags, url]);
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // One of its processes wrote once more; the folder is a temporary one.
        }
    }
}

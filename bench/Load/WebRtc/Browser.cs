using System.Diagnostics;
using Load.Sinks;

namespace Load.WebRtc;

/// <summary>Debian's chromium without a window.</summary>
internal sealed class Browser : IDisposable
{
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("chromium-");
    private readonly Process _process;

    /// <param name="camera">A file that is its camera; null is the test picture that it draws itself.</param>
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public Browser(string? camera, string url)
    {
        string[] flags =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            "--allow-loopback-in-peer-connection", $"--user-data-dir={_profile.FullName}",
            .. camera is null ? Array.Empty<string>() : [$"--use-file-for-fake-video-capture={camera}"],
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

using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Functional.Tests;

/// <summary>`stream serve` as a service of systemd, which is told when it is ready and when it stops.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Systemd_is_told_when_the_server_listens_and_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        string[] settings = ["Server:HttpPort=0", "Server:GrpcPort=0", "Server:MetricsPort=0", "WebRtc:Port=0", $"Server:DataDirectory={folder.File("data")}"];
        // As systemd starts it: told the process that it means, which becomes the server.
        var command = $"SYSTEMD_EXEC_PID=$$ NOTIFY_SOCKET='{folder.File("notify")}' exec dotnet '{Path.Combine(AppContext.BaseDirectory, "stream.dll")}' serve \"$@\"";
        using var server = Process.Start(new ProcessStartInfo("bash", ["-c", command, "bash", .. settings.SelectMany(setting => new[] { "--set", setting })]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = server.StandardOutput.ReadToEndAsync(Cancel);
        try
        {
            Assert.Equal("READY=1", await Told(systemd));
        }
        finally
        {
            server.Signal("TERM");
        }

        Assert.Equal("STOPPING=1", await Told(systemd));
        await server.WaitForExitAsync(Cancel);
        Assert.Equal(0, server.ExitCode);
        Assert.Contains("Listening on", await output, StringComparison.Ordinal);
    }

    private static async Task<string> Told(Socket systemd)
    {
        var buffer = new byte[1024];
        var length = await systemd.ReceiveAsync(buffer, Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

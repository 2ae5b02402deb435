using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Functional.Tests;

/// <summary>`stream serve` as a service of systemd, which is told when it is ready and when it stops.</summary>
public sealed class ServiceTests
{
    private const string Parent = "#!/bin/bash\ndotnet \"$@\" &\ntrap \"kill -TERM $!\" TERM\nwait $!\nwait $!\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Systemd_is_told_when_the_server_listens_and_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        string[] settings = ["Server:HttpPort=0", "Server:GrpcPort=0", "Server:MetricsPort=0", "WebRtc:Port=0", $"Server:DataDirectory={folder.File("data")}"];
        // A service knows systemd by its parent's name.
        await File.WriteAllTextAsync(folder.File("systemd"), Parent, Cancel);
        File.SetUnixFileMode(folder.File("systemd"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "stream.dll"), "serve", .. settings.SelectMany(setting => new[] { "--set", setting })];
        using var server = Process.Start(new ProcessStartInfo(folder.File("systemd"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NOTIFY_SOCKET"] = folder.File("notify") },
        })!;
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

using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Load.Sinks;

/// <summary>Another's program as a process of ours: started, told, frozen, ended.</summary>
internal static class PeerProcess
{
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public static Process Start(string program, string package, params IEnumerable<string> arguments)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            // What it says of outages that we make is for nobody.
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            throw new PeerMissingException(program, package);
        }
    }

    /// <param name="name">TERM, KILL, STOP, CONT.</param>
    public static void Signal(this Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public static void End(this Process process)
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

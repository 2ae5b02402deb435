using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>Another's program as a process of ours: started, told, frozen, ended.</summary>
internal static class PeerProcess
{
    private const int NotInstalled = 77;

    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public static Process Start(string program, string package, params IEnumerable<string> arguments) => Start(new ProcessStartInfo(program, arguments), package);

    /// <inheritdoc cref="Start(string, string, IEnumerable{string})"/>
    public static Process Start(ProcessStartInfo start, string package)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        try
        {
            var process = Process.Start(start)!;
            // What it says of outages that we make is for nobody.
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            throw new PeerMissingException(start.FileName, package);
        }
    }

    /// <summary>Ended before its time: automake's 77 says that a module is missing.</summary>
    public static Exception WhyEnded(this Process process, string module, string package)
    {
        process.WaitForExit();
        return process.ExitCode == NotInstalled ? new PeerMissingException(module, package) : new InvalidOperationException($"{process.StartInfo.FileName} of {module} ended with {process.ExitCode}");
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

using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace WebRtc.Tests.Interop;

/// <summary>Somebody else's WebRTC in a process of its own, which ends with the test.</summary>
internal sealed class PeerProcess : IDisposable
{
    private const int NotInstalledExit = 77;

    private readonly Process _process;
    private readonly List<string> _output = [];

    private PeerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>Skips the test where the program is not installed.</summary>
    public static PeerProcess Start(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            return new(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
            throw;
        }
    }

    public void SkipIfIncomplete() => Assert.SkipWhen(_process.HasExited && _process.ExitCode == NotInstalledExit, Output);

    /// <summary>Asks it to end.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }
}

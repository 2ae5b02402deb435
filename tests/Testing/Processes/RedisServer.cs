using System.Diagnostics;

namespace Testing;

/// <summary>Debian's redis-server on a free port, with a folder of its own that outlives a stop.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stream-redis-").FullName;
    private readonly string[] _settings;
    private Process _process;

    /// <param name="settings">As on redis-server's command line.</param>
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public RedisServer(params string[] settings)
    {
        _settings = settings;
        _process = Launch();
    }

    public int Port { get; } = PeerProcess.FreePort();

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>It ends as on a host's shutdown.</summary>
    public void Stop()
    {
        _process.Signal("TERM");
        _process.WaitForExit();
    }

    /// <summary>On the same port, with what it had on its disk.</summary>
    public void StartAgain()
    {
        _process.Dispose();
        _process = Launch();
    }

    public void Freeze() => _process.Signal("STOP");

    public void Thaw() => _process.Signal("CONT");

    public void Dispose()
    {
        _process.End();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Launch()
    {
        var process = PeerProcess.Start("redis-server", "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, .. _settings]);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(System.IO.Stream.Null);
            return process;
        }

        process.End();
        throw new InvalidOperationException("redis-server ended at its start");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Testing;

/// <summary>`stream serve` as a process of its own on free ports: what a test or bench does is not mixed with what the server does, and it can be sent signals.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>What it printed last is kept; a bench runs it for hours.</summary>
    private const int KeptLines = 1000;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30), ExitLimit = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource<Match> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _lines = [], _errors = [];
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private ServerProcess(IEnumerable<string> settings, TemporaryFolder? folder, (string Name, string Value)? variable)
    {
        _folder = folder ?? new TemporaryFolder();
        string[] given = ["Server:HttpPort=0", "Server:GrpcPort=0", "Server:MetricsPort=0", "WebRtc:Port=0", $"Server:DataDirectory={_folder.File("data")}", .. settings];
        var last = given.GroupBy(setting => setting.Split('=')[0]).Select(same => same.Last());
        // A test run in the background of a shell ignores SIGINT, and so would its children: a test that sends one would wait for ever.
        string[] environment = ["--default-signal=INT", .. variable is var (name, value) ? new[] { $"{name}={value}" } : []];
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "stream.dll"), "serve", .. last.SelectMany(setting => new[] { "--set", setting })];
        _process = Process.Start(new ProcessStartInfo("env", [.. environment, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Http { get; } = new();

    public Uri Address { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    public Uri Metrics { get; private set; } = null!;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => string.Join('\n', _lines);

    /// <summary>A server that listens; its model may still be loading.</summary>
    /// <param name="settings">Section:Key=value; they win over free ports and a folder of its own.</param>
    /// <param name="folder">Goes with it; its data are below.</param>
    /// <param name="variable">Of its environment.</param>
    /// <exception cref="IOException">It did not come up; says what it printed.</exception>
    public static async Task<ServerProcess> Start(
        IEnumerable<string> settings, TemporaryFolder? folder = null, (string Name, string Value)? variable = null, CancellationToken stop = default)
    {
        var server = new ServerProcess(settings, folder, variable);
        try
        {
            await Task.WhenAny(server._listening.Task, server._process.WaitForExitAsync(stop)).WaitAsync(stop);
            if (!server._listening.Task.IsCompleted)
                throw new IOException($"the server ended at its start: {server.Output}");
            var addresses = (await server._listening.Task).Groups;
            server.Http.BaseAddress = server.Address = new(addresses["http"].Value);
            (server.Grpc, server.Metrics) = (new(addresses["grpc"].Value), new(addresses["metrics"].Value));
            return server;
        }
        catch
        {
            server._process.Kill();
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until its model is loaded.</summary>
    public async Task<ServerProcess> Ready(CancellationToken stop)
    {
        while (true)
        {
            using var answer = await Http.GetAsync("/readyz", stop);
            if (answer.IsSuccessStatusCode)
                return this;
            if (_process.HasExited)
                throw new IOException($"the server ended while its model was loaded: {Output}");
            await Task.Delay(50, stop);
        }
    }

    /// <param name="name">TERM, INT.</param>
    public void Signal(string name) => _process.Signal(name);

    /// <returns>Its exit status.</returns>
    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(ExitLimit);
        return _process.ExitCode;
    }

    /// <summary>By signal 9.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Stops it as a host would.</summary>
    /// <exception cref="IOException">It does not stop, or logged an error in its life.</exception>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Signal("TERM");
        using var late = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            _errors.Enqueue($"it did not stop within {StopLimit.TotalSeconds} s");
            await KillAsync();
        }

        _process.Dispose();
        Http.Dispose();
        _folder.Dispose();
        if (!_errors.IsEmpty)
            throw new IOException($"the server logged errors: {string.Join('\n', _errors)}\n{Output}");
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (_lines.Count > KeptLines)
            _lines.TryDequeue(out _);
        if (ErrorLine().IsMatch(line))
            _errors.Enqueue(line);
        if (ListeningLine().Match(line) is { Success: true } addresses)
            _listening.TrySetResult(addresses);
    }

    [GeneratedRegex(@"Listening on (?<http>http://\S+) \(.*?\), (?<grpc>http://\S+) \(gRPC\) and (?<metrics>http://\S+)")]
    private static partial Regex ListeningLine();

    [GeneratedRegex(@"^(?:[\d:.]+ )?(?:fail|crit):|Unhandled")]
    private static partial Regex ErrorLine();
}

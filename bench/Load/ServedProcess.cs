using System.Diagnostics;
using System.Text.RegularExpressions;
using Server;

namespace Load;

/// <summary>`stream serve` as a process of its own on free ports, so that what a bench does is not mixed with what the server does.</summary>
internal sealed partial class ServedProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServedProcess(Process process, Match addresses)
    {
        _process = process;
        (Http, Grpc, Metrics) = (new(addresses.Groups["http"].Value), new(addresses.Groups["grpc"].Value), new(addresses.Groups["metrics"].Value));
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    public Uri Metrics { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <param name="settings">Section:Key=value; they win over free ports, no store, and streams that end with the server.</param>
    /// <exception cref="UserException">It did not come up; says what it printed last.</exception>
    public static async Task<ServedProcess> Start(IEnumerable<string> settings, CancellationToken stop)
    {
        string[] given = ["Server:HttpPort=0", "Server:GrpcPort=0", "Server:MetricsPort=0", "WebRtc:Port=0", "Store:Kind=None", "Ingest:KeepStreams=false", .. settings];
        var all = given.GroupBy(setting => setting.Split('=')[0]).Select(same => same.Last());
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Server.dll"), "serve", .. all.SelectMany(setting => new[] { "--set", setting })]) { RedirectStandardOutput = true })!;
        var last = "nothing";
        while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (ListeningLine().Match(line) is { Success: true } addresses)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(System.IO.Stream.Null, CancellationToken.None);
                var served = new ServedProcess(process, addresses);
                await served.IsReady(stop);
                return served;
            }

            last = line;
        }

        throw new UserException($"the server ended at its start: {last}");
    }

    /// <summary>By signal 9.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", [$"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task IsReady(CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = Http };
        while (true)
        {
            using var answer = await http.GetAsync("/readyz", stop);
            if (answer.IsSuccessStatusCode)
                return;
            if (_process.HasExited)
                throw new UserException("the server ended while its model was loaded");
            await Task.Delay(50, stop);
        }
    }

    [GeneratedRegex(@"Listening on (?<http>\S+) \(REST.*?\), (?<grpc>\S+) \(gRPC\) and (?<metrics>\S+) \(metrics\)")]
    private static partial Regex ListeningLine();
}

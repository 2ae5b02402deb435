using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Observability;

/// <summary>Debian's prometheus on a free port. A scrape may take as long as the pause to the next.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly Process _process;

    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public PrometheusServer(params Uri[] targets)
    {
        var port = PeerProcess.FreePort();
        File.WriteAllText(_folder.File("prometheus.yml"), $"""
            global: {"{"} scrape_interval: 4s, scrape_timeout: 4s {"}"}
            scrape_configs:
              - job_name: stream
                static_configs: [{"{"} targets: [{string.Join(", ", targets.Select(target => $"\"{target.Authority}\""))}] {"}"}]
            """);
        _process = PeerProcess.Start(
            "prometheus", "prometheus", $"--config.file={_folder.File("prometheus.yml")}", $"--storage.tsdb.path={_folder.File("data")}", $"--web.listen-address=127.0.0.1:{port}");
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>Waits until so many targets were scraped, each without an error.</summary>
    public Task AllUp(int count)
    {
        var targets = new List<(string Health, string Error)>();
        return Eventually.Be(async () =>
        {
            targets = [.. (await Get("/api/v1/targets"))?["data"]!["activeTargets"]!.AsArray().Select(target => (target!.Text("health"), target!.Text("lastError"))) ?? []];
            return targets.Count == count && targets.All(target => target == ("up", ""));
        }, "Prometheus scrapes all targets", () => string.Join(", ", targets));
    }

    /// <summary>The values of an instant query, once there are so many.</summary>
    public async Task<IReadOnlyList<double>> Values(string query, int count)
    {
        IReadOnlyList<double> values = [];
        await Eventually.Be(async () =>
        {
            var result = (await Get($"/api/v1/query?query={Uri.EscapeDataString(query)}"))!["data"]!["result"]!.AsArray();
            values = [.. result.Select(series => double.Parse(series!["value"]![1]!.GetValue<string>()))];
            return values.Count == count;
        }, $"{query} has a value");
        return values;
    }

    public void Dispose()
    {
        _process.End();
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Null while it does not answer yet.</summary>
    private async Task<JsonNode?> Get(string path)
    {
        try
        {
            return JsonNode.Parse(await _http.GetStringAsync(path, TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return null;
        }
    }
}

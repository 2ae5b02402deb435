using Inference.Tests;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Functional.Tests;

/// <summary>`stream serve` as a process of its own, to be sent signals.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;

    private ServerProcess((string Name, string Value)? variable, string[] settings)
    {
        TinyOnnx.Detect().Save(_folder.File("tiny.onnx"));
        File.Copy(ServeMedia.Clip(25), _folder.File("clip.mp4"));
        string[] all = ["Server:HttpPort=0", "Server:MetricsPort=0", "Server:GrpcPort=0", "WebRtc:Port=0", $"Server:ModelsDirectory={_folder.Path}", "Server:DefaultModel=tiny", $"Server:DataDirectory={_folder.File("data")}", $"Ingest:FileRoots={_folder.Path}", .. settings];
        _process = Cli.Start(variable, ["serve", .. all.SelectMany(setting => new[] { "--set", setting })]);
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    public int Id => _process.Id;

    public Uri Grpc { get; private set; } = null!;

    public Uri Metrics { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    public string Output => string.Join('\n', _lines);

    /// <summary>A server that listens, with a stream "gate" that plays for ever.</summary>
    public static async Task<ServerProcess> Start(params string[] settings)
    {
        var server = await Listening(settings);
        using var answer = await server.Http.PostAsync("/v1/streams", new StringContent("""{"id":"gate","url":"clip.mp4","loop":true}""", null, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, server.Output);
        return server;
    }

    /// <summary>A server that listens; its model may still be loading.</summary>
    public static Task<ServerProcess> Listening(params string[] settings) => Listening(null, settings);

    /// <param name="variable">Of its environment.</param>
    public static async Task<ServerProcess> Listening((string Name, string Value)? variable, params string[] settings)
    {
        var server = new ServerProcess(variable, settings);
        await Eventually.Be(() => ListeningLine().IsMatch(server.Output) || server._process.HasExited, "the server listens");
        Assert.False(server._process.HasExited, server.Output);
        var addresses = ListeningLine().Match(server.Output).Groups;
        server.Http.BaseAddress = server.Address = new Uri(addresses["http"].Value);
        (server.Grpc, server.Metrics) = (new Uri(addresses["grpc"].Value), new Uri(addresses["metrics"].Value));
        return server;
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        _folder.Dispose();
        Assert.False(ErrorLine().IsMatch(Output), Output);
    }

    [GeneratedRegex(@"Listening on (?<http>http://\S+) \(.*?\), (?<grpc>http://\S+) \(gRPC\) and (?<metrics>http://\S+)")]
    private static partial Regex ListeningLine();

    [GeneratedRegex(@"^(?:[\d:.]+ )?(?:fail|crit):|Unhandled", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Functional.Tests;

/// <summary>Debian's Chromium without a window, driven by its DevTools protocol; skips the test where it is not installed.</summary>
internal sealed partial class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    // Of one call; only for when it never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _profile = new();
    private readonly StringBuilder _output = new();
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private int _lastId;

    private Chromium(string[] more) => _process = Process.Start(new ProcessStartInfo(Program,
    [
        .. more,
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--window-size=1280,800", $"--user-data-dir={_profile.Path}", "about:blank",
    ]) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>A browser with an empty page.</summary>
    /// <param name="more">Arguments beside the usual ones.</param>
    public static async Task<Chromium> Start(params string[] more)
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        var browser = new Chromium(more);
        browser._process.ErrorDataReceived += (_, line) => browser.Note(line.Data);
        browser._process.OutputDataReceived += (_, line) => browser.Note(line.Data);
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        await Eventually.Be(() => Listening().IsMatch(browser.Output) || browser._process.HasExited, "Chromium listens");
        Assert.False(browser._process.HasExited, browser.Output);
        using var http = new HttpClient();
        var pages = await http.GetFromJsonAsync<JsonArray>($"http://127.0.0.1:{Listening().Match(browser.Output).Groups["port"].Value}/json/list", TestContext.Current.CancellationToken);
        await browser._socket.ConnectAsync(new Uri(pages!.Single(page => page!.Text("type") == "page")!.Text("webSocketDebuggerUrl")), TestContext.Current.CancellationToken);
        return browser;
    }

    public async Task Open(Uri address)
    {
        await Call("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        await Eventually.Be(async () => await Evaluate("location.href !== 'about:blank' && document.readyState === 'complete'") is JsonValue done && done.GetValue<bool>(), $"{address} is loaded");
    }

    /// <summary>What an expression of the page gives, promises awaited; an exception of the page fails the test.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        var answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"];
    }

    /// <summary>A picture of the page for people to look at, below artifacts/.</summary>
    public async Task Screenshot(string name)
    {
        var png = (await Call("Page.captureScreenshot", new JsonObject { ["format"] = "png" })).Text("data");
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "screenshots"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name + ".png"), Convert.FromBase64String(png), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private async Task<JsonNode> Call(string method, JsonObject parameters)
    {
        var id = ++_lastId;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        while (true)
        {
            var message = await Receive().WaitAsync(Patience, TestContext.Current.CancellationToken);
            if (message["id"]?.GetValue<int>() != id)
                continue; // An event.
            return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]}");
        }
    }

    private async Task<JsonNode> Receive()
    {
        var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }

    [GeneratedRegex(@"DevTools listening on ws://127\.0\.0\.1:(?<port>\d+)/")]
    private static partial Regex Listening();
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>What the program says to words and files that it does not understand, and what `doctor` finds.</summary>
[Trait("Ring", "quick")]
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("srve", "no verb of ./stream is called 'srve'; did you mean 'serve'?")]
    [InlineData("fly", "no verb of ./stream is called 'fly'; there are run, serve, streams, models, demo, scene, doctor, completion")]
    [InlineData("models lst", "no verb of ./stream models is called 'lst'; did you mean 'list'?")]
    [InlineData("models", "Required command was not provided; ./stream models has list, verify, pull")]
    [InlineData("serve --prt 3", "there is no option '--prt'; did you mean '--port'? ./stream serve --help lists them")]
    [InlineData("serve --port 65535", "--port is '65535'; it must be a number in 0..65346")]
    [InlineData("demo now", "'now' is one word too many; ./stream demo --help says what it takes")]
    [InlineData("run x.mp4 --letterbox sqare", "--letterbox is 'sqare'; it must be one of square, rect; did you mean 'square'?")]
    [InlineData("models pull yolov8n-psoe", "'yolov8n-psoe' is neither an address nor a known model; did you mean 'yolov8n-pose'?")]
    public async Task A_word_that_is_not_understood_is_told_in_one_line_with_what_may_have_been_meant(string words, string told)
    {
        var run = await Cli.Run(words.Split(' '));
        Assert.Equal((1, "", $"stream: {told}\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("{ \"Server\": { \"HttpPort\": 1 }\n  x }", "line 2, column 3: ")]
    [InlineData("{ \"Server\": {\n", "line 2, column 1: ")]
    [InlineData("[]", "")]
    public async Task A_malformed_appsettings_is_one_line_with_the_place(string text, string place)
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), text, TestContext.Current.CancellationToken);
        var run = await Cli.RunIn(_folder.Path, "serve");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"stream: {_folder.File("appsettings.json")}: {place}", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_port_moves_all_and_a_folder_of_data_is_where_it_is_said()
    {
        var first = Free();
        using var server = Cli.Start("serve", "--port", $"{first}", "--data", _folder.File("mine"));
        try
        {
            var told = "";
            while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("WebRTC", StringComparison.Ordinal))
                told += line;
            Assert.Contains($"http://127.0.0.1:{first} (REST, WebSocket), http://127.0.0.1:{first + 1} (gRPC) and http://127.0.0.1:{first + 2} (metrics)", told, StringComparison.Ordinal);
            await Eventually.Be(() => Directory.Exists(_folder.File("mine")), "the folder is there");
            Assert.Contains($"{first + 189}", (await Cli.Run("doctor", "--port", $"{first}", "--json")).Output, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public async Task A_doctor_says_what_is_missing_and_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var run = await Cli.RunIn(_folder.Path, "doctor", "--json", "--set", $"Server:GrpcPort={port}", "--set", "Server:HttpPort=0", "--set", "Server:MetricsPort=0", "--set", "WebRtc:Port=0", "--model", "nobody");
        Assert.True(run.ExitCode == 1, run.Error);
        var findings = JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!);
        string[] names = ["system", "FFmpeg libraries", "ffmpeg tool", "WebRTC libraries", "ONNX Runtime", "GPU", "processor", "cores", "memory", "open files", "clock", "configuration", "port of REST", "port of gRPC", "port of metrics", "port of WebRTC", "data folder", "models"];
        Assert.Equal(names, findings.Keys);
        Assert.Equal(["models", "port of gRPC"], findings.Where(one => one.Value.GetProperty("state").GetString() == "missing").Select(one => one.Key).Order(StringComparer.Ordinal));
        Assert.Contains($"--set Server:GrpcPort=N", findings["port of gRPC"].GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.All(findings.Values, one => Assert.Equal(one.GetProperty("state").GetString() == "ok", one.GetProperty("advice").ValueKind == JsonValueKind.Null));
        // It leaves nothing behind.
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_doctor_on_a_sound_machine_is_content_and_reads_the_configuration()
    {
        string[] free = ["--port", "0", "--data", _folder.File("data")];
        var run = await Cli.RunIn(_folder.Path, ["doctor", .. free]);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.DoesNotContain("MISSING", run.Output, StringComparison.Ordinal);
        run = await Cli.RunIn(_folder.Path, ["doctor", .. free, "--set", "Server:HtpPort=1"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Server:HtpPort: unknown key; did you mean 'HttpPort'?", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Of five ports, of which the others are free most likely too.</summary>
    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port is var port && port < 65000 ? port : port - 1000;
    }
}

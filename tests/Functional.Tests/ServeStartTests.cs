using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Functional.Tests;

public sealed class ServeStartTests
{
    [Fact]
    public async Task Every_fault_of_the_configuration_is_told_and_the_server_does_not_start()
    {
        var run = await Cli.Run([.. Set(
            "Server:HtpPort=1", "Server:HttpPort=70000", "Server:Listen=everywhere", "Server:MaxBodyBytes=much", "Server:ModelsDirectory=/nowhere",
            "Ingest:MaxStreams=0", "Ingest:FileRoots=/nowhere", "Ingest:ReconnectMinMilliseconds=5000", "Inference:Device=9", "Inference:Letterbox=round", "Sever:HttpPort=1", "nonsense")]);
        Assert.Equal((1, ""), (run.ExitCode, AfterVersion(run.Output)));
        string[] faults =
        [
            "the configuration has 12 faults:",
            "Server:HtpPort: unknown key; did you mean 'HttpPort'?",
            "Server:HttpPort=70000: The field Server:HttpPort must be between 0 and 65535.",
            "Server:Listen=everywhere: expected an IP address",
            "Server:MaxBodyBytes=much: expected a number",
            "Server:ModelsDirectory=/nowhere: no such folder",
            "Ingest:MaxStreams=0: The field Ingest:MaxStreams must be between 1 and 10000.",
            "Ingest:FileRoots=/nowhere: no such folder",
            "Ingest:ReconnectMaxMilliseconds=2000: must be at least Ingest:ReconnectMinMilliseconds, 5000",
            "Inference:Device=9: expected one of Auto, Cpu, Cuda, TensorRt",
            "Inference:Letterbox=round: expected one of Square, Rect",
            "Sever:HttpPort: unknown section; did you mean 'Server'?",
            "nonsense: unknown section; there are Server, Ingest, Inference,",
        ];
        Assert.All(faults, fault => Assert.Contains(fault, run.Error, StringComparison.Ordinal));
    }

    /// <summary>The log's first line tells what starts; more there is not.</summary>
    private static string AfterVersion(string output) => System.Text.RegularExpressions.Regex.Replace(output, @"^\S+ info: Server\[110\] Stream \S+\s*", "");

    [Theory, InlineData("Server:HttpPort", "REST and WebSocket"), InlineData("Server:GrpcPort", "gRPC"), InlineData("Server:MetricsPort", "metrics")]
    public async Task A_port_in_use_is_told_in_one_line(string option, string what)
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var run = await Cli.Run([.. Set("Server:HttpPort=0", "Server:MetricsPort=0", "Server:GrpcPort=0", "WebRtc:Port=0", $"{option}={port}", $"Server:ModelsDirectory={folder.Path}", "Server:DefaultModel=tiny")]);
        Assert.Equal((1, ""), (run.ExitCode, AfterVersion(run.Output)));
        Assert.StartsWith($"stream: cannot listen: port {port} ({what}, {option}) is in use by another program, perhaps by another ./stream. End that, or move all ports: --port ", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_WebRTC_in_use_is_told_in_one_line()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = other.Client.LocalEndPoint;
        var run = await Cli.Run([.. Set("Server:HttpPort=0", "Server:MetricsPort=0", "Server:GrpcPort=0", $"WebRtc:Port={((IPEndPoint)address!).Port}", $"Server:ModelsDirectory={folder.Path}", "Server:DefaultModel=tiny")]);
        Assert.Equal((1, ""), (run.ExitCode, AfterVersion(run.Output)));
        Assert.StartsWith($"stream: cannot listen: UDP {address}: Address already in use. Choose another port with --set WebRtc:Port=N", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_this_machines_is_told_in_one_line()
    {
        using var folder = new TemporaryFolder();
        TinyOnnx.Detect().Save(folder.File("tiny.onnx"));
        var run = await Cli.Run([.. Set("Server:HttpPort=0", "WebRtc:Port=0", "Server:Listen=192.0.2.1", $"Server:ModelsDirectory={folder.Path}", "Server:DefaultModel=tiny")]);
        Assert.Equal((1, ""), (run.ExitCode, AfterVersion(run.Output)));
        Assert.StartsWith("stream: cannot listen: ", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory, InlineData("nobody", "no model is called 'nobody'"), InlineData("broken", "broken")]
    public async Task A_default_model_that_cannot_be_used_stops_the_server_with_the_reason(string model, string reason)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("broken.onnx"), "no model", TestContext.Current.CancellationToken);
        var run = await Cli.Run([.. Set("Server:HttpPort=0", "Server:MetricsPort=0", "Server:GrpcPort=0", "WebRtc:Port=0", $"Server:ModelsDirectory={folder.Path}", $"Server:DefaultModel={model}")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Set(params string[] settings) => ["serve", .. settings.Append("Store:Kind=None").SelectMany(setting => new[] { "--set", setting })];
}

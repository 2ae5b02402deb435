using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Functional.Tests;

public sealed class ModelsPullTests : IDisposable
{
    private static readonly byte[] Model = TinyOnnx.Pose().Build();
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Model));

    private readonly TemporaryFolder _folder = new();

    private string Installed => _folder.File("tiny/1/model.onnx");

    private string Partial => _folder.File(".partial/tiny-1.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_downloaded_checked_and_installed_with_its_card()
    {
        await using var server = new ModelsRangeServer(Model);
        var pulled = await Pull(server, "--sha256", Hash.ToUpperInvariant());

        Assert.Equal((0, $"tiny 1 is installed: {Installed}\n"), (pulled.ExitCode, pulled.Output));
        Assert.Contains("Licence: not known", pulled.Error, StringComparison.Ordinal);
        Assert.Contains("as expected", pulled.Error, StringComparison.Ordinal);
        Assert.Equal(Model, await File.ReadAllBytesAsync(Installed, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder.File(".partial")));

        using var card = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("tiny/1/model.json"), TestContext.Current.CancellationToken));
        Assert.Equal((server.Url, Hash), (card.RootElement.GetProperty("source").GetString(), card.RootElement.GetProperty("sha256").GetString()));
        Assert.Equal(0, (await Cli.Run("models", "verify", "tiny", "--models", _folder.Path)).ExitCode);
    }

    [Fact]
    public async Task A_hash_that_nobody_else_tells_is_printed_and_called_unchecked()
    {
        await using var server = new ModelsRangeServer(Model);
        var pulled = await Pull(server);
        Assert.Equal(0, pulled.ExitCode);
        Assert.Contains($"sha256 {Hash}: could not be checked", pulled.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_broke_goes_on_where_it_ended()
    {
        var half = Model.Length / 2;
        await using var server = new ModelsRangeServer(Model) { BreakAfter = half };
        var broken = await Pull(server);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("stream: the connection broke after", broken.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Installed));
        Assert.Equal(half, new FileInfo(Partial).Length);

        Assert.Equal(0, (await Pull(server, "--sha256", Hash)).ExitCode);
        Assert.Equal(new("/tiny.onnx", $"bytes={half}-", "\"v1\"", Model.Length - half), server.Requests[1]);
    }

    [Fact]
    public async Task A_whole_download_that_was_not_installed_is_not_sent_again()
    {
        await using var server = new ModelsRangeServer(Model) { BreakAfter = 500 };
        Assert.Equal(1, (await Pull(server)).ExitCode);
        // As if it had been killed between the last byte and the move.
        await File.WriteAllBytesAsync(Partial, Model, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Pull(server, "--sha256", Hash)).ExitCode);
        Assert.Equal(($"bytes={Model.Length}-", 0), (server.Requests[1].Range, server.Requests[1].Sent));
    }

    [Fact]
    public async Task Ctrl_C_keeps_what_has_come()
    {
        await using var server = new ModelsRangeServer(Model) { BreakAfter = 1000, Hangs = true };
        var (exitCode, error) = await Interrupt(server);
        Assert.True(exitCode == 130, error);
        Assert.Contains("stream: stopped; the same command goes on", error, StringComparison.Ordinal);
        Assert.Equal(1000, new FileInfo(Partial).Length);

        Assert.Equal(0, (await Pull(server, "--sha256", Hash)).ExitCode);
        Assert.Equal("bytes=1000-", server.Requests[1].Range);
    }

    [Theory]
    [InlineData(true, "\"v1\"", "\"v2\"")] // It changed meanwhile.
    [InlineData(false, "\"v1\"", "\"v1\"")] // No ranges: it sends the whole whatever it is asked.
    [InlineData(true, "W/\"v1\"", "W/\"v1\"")] // Weak: the bytes may differ.
    [InlineData(true, null, null)]
    public async Task What_cannot_be_continued_is_fetched_whole(bool hasRanges, string? before, string? after)
    {
        await using var server = new ModelsRangeServer(Model) { BreakAfter = 700, HasRanges = hasRanges, ETag = before };
        Assert.Equal(1, (await Pull(server)).ExitCode);
        server.ETag = after;
        Assert.Equal(0, (await Pull(server, "--sha256", Hash)).ExitCode);
        Assert.Equal(Model.Length, server.Requests[1].Sent);
    }

    [Fact]
    public async Task A_wrong_checksum_installs_nothing_and_keeps_nothing()
    {
        await using var server = new ModelsRangeServer(Model);
        await Fails(server, $"sha256 {Hash}, but {new string('0', 64)} was expected", "--sha256", new string('0', 64));
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task What_is_no_model_is_not_installed()
    {
        await using var server = new ModelsRangeServer(Encoding.UTF8.GetBytes("<html>Log in first</html>"));
        await Fails(server, "what came is no model that can be used");
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_with_host_and_path()
    {
        await using var server = new ModelsRangeServer(Model) { Status = "404 Not Found" };
        await Fails(server, "127.0.0.1 answers 404 Not Found for /tiny.onnx");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_the_cap_is_refused_by_its_header_or_while_it_comes(bool tellsLength)
    {
        await using var server = new ModelsRangeServer(Model) { TellsLength = tellsLength };
        await Fails(server, "the file is larger than 1.0 kB; --max-bytes N allows more", "--max-bytes", "1000");
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_told_with_what_to_do_instead()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        var pulled = await Cli.Run("models", "pull", $"http://127.0.0.1:{port}/tiny.onnx", "--models", _folder.Path);
        Assert.Equal(1, pulled.ExitCode);
        Assert.EndsWith(
            $"stream: could not reach 127.0.0.1: Connection refused; copy the file to {Installed} by hand instead\n", pulled.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task A_version_that_is_there_is_replaced_only_by_force()
    {
        Directory.CreateDirectory(_folder.File("tiny/1"));
        await File.WriteAllTextAsync(Installed, "mine", TestContext.Current.CancellationToken);
        await using var server = new ModelsRangeServer(Model);
        var refused = await Pull(server);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("is there already; --version 2 puts another beside it, --force replaces it", refused.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal("mine", await File.ReadAllTextAsync(Installed, TestContext.Current.CancellationToken));

        Assert.Equal(0, (await Pull(server, "--version", "2")).ExitCode);
        Assert.Equal(0, (await Pull(server, "--force")).ExitCode);
        Assert.Equal(Model, await File.ReadAllBytesAsync(Installed, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_redirect_is_followed_and_the_first_address_goes_on_the_card()
    {
        await using var server = new ModelsRangeServer(Model) { RedirectsTo = "/model.onnx" };
        Assert.Equal(0, (await Pull(server)).ExitCode);
        Assert.Equal(["/tiny.onnx", "/model.onnx"], server.Requests.Select(request => request.Path));
        Assert.Contains(server.Url, await File.ReadAllTextAsync(_folder.File("tiny/1/model.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/round", "sends on to another address more than 8 times")]
    [InlineData("http://models.example/tiny.onnx", "models.example is asked by http, which anybody on the way can change")]
    [InlineData("file:///etc/passwd", "'file' is no scheme that models are pulled by")]
    public async Task A_redirect_that_leads_astray_is_not_followed(string target, string told)
    {
        await using var server = new ModelsRangeServer(Model) { RedirectsTo = target };
        await Fails(server, told);
    }

    private Task<Cli.Outcome> Pull(ModelsRangeServer server, params string[] more) =>
        Cli.Run(["models", "pull", server.Url, "--models", _folder.Path, .. more]);

    private async Task Fails(ModelsRangeServer server, string told, params string[] more)
    {
        var pulled = await Pull(server, more);
        Assert.Equal((1, ""), (pulled.ExitCode, pulled.Output));
        Assert.StartsWith("stream: ", pulled.Error.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains(told, pulled.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Installed));
    }

    /// <summary>Starts a pull and sends SIGINT once the server has fallen silent and everything it sent is stored.</summary>
    private async Task<(int ExitCode, string Error)> Interrupt(ModelsRangeServer server)
    {
        var expected = server.BreakAfter!.Value;
        using var process = Cli.Start("models", "pull", server.Url, "--models", _folder.Path);
        await server.Paused.WaitAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(Partial) || new FileInfo(Partial).Length < expected)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Media;
using Xunit;

namespace FFmpeg.Tests;

public class NetworkTests
{
    // It accepts and never answers.
    private static TcpListener Mute()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string Url(TcpListener listener, string scheme) => $"{scheme}://admin:s3cret@{listener.LocalEndpoint}/live";

    [Theory, InlineData("http"), InlineData("rtsp"), InlineData("rtmp")]
    public void A_server_that_never_answers_times_out(string scheme)
    {
        using var server = Mute();
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<MediaException>(() => MediaReader.Open(Url(server, scheme), new() { OpenTimeout = TimeSpan.FromSeconds(0.3) }));
        Assert.Equal(MediaErrorKind.Timeout, error.Kind);
        Assert.Equal($"{scheme}://***@{server.LocalEndpoint}/live: could not be opened within 0.3 s: is the address right, does it send, does a firewall drop it?", error.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.2, 5);
    }

    [Fact]
    public async Task A_cancelled_open_returns_promptly()
    {
        using var server = Mute();
        using var cancel = new CancellationTokenSource();
        var opening = Task.Run(() => MediaReader.Open(Url(server, "http"), new() { OpenTimeout = TimeSpan.FromMinutes(5) }, cancel.Token));
        using var client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_stream_that_stalls_times_out_and_can_be_aborted()
    {
        using var server = Mute();
        var half = File.ReadAllBytes(Clip.Make("stall.ts", $"{Clip.Pattern(seconds: 2)} -c:v libx264 -pix_fmt yuv420p -b:v 2M"));
        var serving = ServeThenStall(server, half);
        using var reader = await Task.Run(() => MediaReader.Open($"http://{server.LocalEndpoint}/a.ts",
            new() { Live = true, ReadTimeout = TimeSpan.FromSeconds(0.3) }));
        using var packet = new MediaPacket();
        var error = Assert.Throws<MediaException>(() => { while (reader.TryRead(packet)) { } });
        Assert.Equal(MediaErrorKind.Timeout, error.Kind);
        Assert.EndsWith("no data within 0.3 s", error.Message);
        reader.Abort();
        Assert.Throws<OperationCanceledException>(() => reader.TryRead(packet));
        (await serving).Dispose();
    }

    [Fact]
    public void A_refused_connection_names_the_reason_and_not_the_password()
    {
        var server = Mute();
        var url = Url(server, "http");
        server.Stop();
        var error = Assert.Throws<MediaException>(() => MediaReader.Open(url));
        Assert.Equal(MediaErrorKind.Io, error.Kind);
        Assert.EndsWith("Connection refused: nothing listens there; is it switched on, is the port right?", error.Message);
        Assert.DoesNotContain("s3cret", error.Message);
    }

    [Fact]
    public void A_protocol_nobody_knows_is_unsupported() =>
        Assert.Equal(MediaErrorKind.Unsupported, Assert.Throws<MediaException>(() => MediaReader.Open("gopher9://host/x")).Kind);

    private static async Task<TcpClient> ServeThenStall(TcpListener server, byte[] body)
    {
        var client = await server.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(body);
        return client;
    }
}

using System.Net.Http.Json;
using System.Text;
using Functional.Tests.Observability;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>What a URL has that is secret comes out of no door: not where a stream is shown, not where it fails, not where somebody looks on.</summary>
public sealed class SecretDoorTests
{
    // In every secret of the URLs below, and nowhere else.
    private const string Part = "geh31m";

    /// <summary>Nothing listens on port 1.</summary>
    private static readonly string[] Urls =
    [
        $"rtsp://admin:{Part}@127.0.0.1:1/ch1", $"rtsp://admin:s@{Part}/pw{Part}@127.0.0.1:1", $"rtsp://{Part}@127.0.0.1:1/ch1", $"rtsp://admin:a?{Part}#b@127.0.0.1:1/ch1",
        $"srt://127.0.0.1:1?streamid=#!::u=admin,s={Part}&latency=50", $"srt://127.0.0.1:1?passphrase=0123{Part}6789", $"http://127.0.0.1:1/video.cgi?loginuse=admin&loginpas={Part}",
        $"http://127.0.0.1:1/a.m3u8?jwt={Part}&X-Amz-Signature={Part}&sessionToken={Part}&hdnts=exp=1~hmac={Part}", $"rtsp://127.0.0.1:1/ch1;user=admin;password={Part}",
        $"rtsp://127.0.0.1:1/user=admin_password={Part}_channel=1_stream=0.sdp?real_stream", $"rtmp://127.0.0.1:1/live/{Part}", $"https://127.0.0.1:1/token/{Part}/a.m3u8#{Part}",
        $"rtsp:admin:{Part}@127.0.0.1:1/ch1", $"rtsp://admin:{Part}",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("json"), InlineData("console")]
    public async Task Streams_that_fail_show_no_secret_anywhere(string format)
    {
        await using var collector = await OtlpReceiver.Start();
        var seen = new StringBuilder();
        await using (var server = await TinyServer.Listening(
            $"Logging:Format={format}", "Logging:LogLevel:Microsoft.AspNetCore.Hosting=Information", "Ingest:TimeoutSeconds=1", "Ingest:ReconnectMinMilliseconds=100", "Store:LingerMilliseconds=0",
            "Tracing:Ratio=1", $"Tracing:Endpoint={collector.Address}", "Tracing:Protocol=Http"))
        {
            for (var i = 0; i < Urls.Length; i++)
                await Ask(server.Http.PostAsJsonAsync("/v1/streams", new { id = $"s{i}", url = Urls[i] }, Cancel), seen);
            foreach (var refused in (string[])[$"foo://u:{Part}@h/1", $"srt://0.0.0.0:1?mode=listener&streamid={Part}", $"file://u:{Part}@h/1"])
                await Ask(server.Http.PostAsJsonAsync("/v1/streams", new { url = refused }, Cancel), seen);
            await Ask(server.Http.PatchAsJsonAsync("/v1/streams/s0", new { url = $"foo://u:{Part}@h/1" }, Cancel), seen);
            await Eventually.Be(async () => Count(await server.Http.GetStringAsync("/v1/streams", Cancel), "\"lastError\":\"") == Urls.Length, "each has told why it does not play", () => server.Output);
            await Eventually.Be(async () => Count(await server.Http.GetStringAsync("/v1/events?limit=1000", Cancel), "\"kind\":\"lost\"") > 5, "the store has it", () => server.Output);

            foreach (var path in (string[])["/v1/streams", "/v1/streams/s1", "/v1/events?limit=1000", "/v1/summaries", "/readyz", "/openapi/v1.json", "/v1/streams/s1/snapshot.jpg", $"{server.Metrics}metrics"])
                await Ask(server.Http.GetAsync(path, Cancel), seen);
            using var channel = GrpcClients.Connect(server.Grpc);
            seen.Append(await channel.Admin().ListStreamsAsync(new ListStreamsRequest(), cancellationToken: Cancel)).Append('\n');
            server.Signal("TERM");
            await server.Exit();
            seen.Append(server.Output);
        }

        seen.AppendJoin('\n', collector.Spans.SelectMany(span => span.Tags.Values.Append(span.Name)));
        Assert.NotEmpty(collector.Spans);
        Leaves(seen.ToString());
    }

    [Fact]
    public async Task A_playlist_and_a_redirect_show_none_of_the_addresses_that_they_lead_to()
    {
        await using var web = await WebFolder.Start();
        await web.Put("list.m3u8", $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://u:{Part}@127.0.0.1:1/a.ts?hdnts={Part}\n#EXTINF:1,\nrtsp://u:{Part}@127.0.0.1:1/b.ts\n#EXT-X-ENDLIST\n");
        await using var redirect = new LiveSource((_, connection, stop) =>
            connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: http://u:{Part}@127.0.0.1:1/{Part}?jwt={Part}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stop).AsTask());
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "2"));
        foreach (var url in (string[])[web.UrlOf("list.m3u8"), redirect.Url])
        {
            var id = await server.Create(new { url });
            await Eventually.Be(async () => (await server.Stream(id))["lastError"] is not null, $"{url} fails");
            Leaves((await server.Stream(id)).ToJsonString());
        }

        Leaves(string.Join('\n', server.Log.Lines));
    }

    [Theory]
    [InlineData("rtsp://admin:" + Part + "@127.0.0.1:1/ch1"), InlineData("http://127.0.0.1:1/a.mp4?x=" + Part), InlineData("rtsp://admin:s@x/" + Part + "@127.0.0.1:1"), InlineData("foo://u:" + Part + "@h/1")]
    public async Task A_run_that_fails_shows_none(string url)
    {
        using var folder = new TemporaryFolder();
        var outcome = await Cli.RunIn(folder.Path, "run", url, "--json", "-");
        Assert.Equal(1, outcome.ExitCode);
        Leaves(outcome.Output + outcome.Error);
    }

    [Theory]
    [InlineData("Server:Listen=http://u:" + Part + "@h"), InlineData("Redis:Address=redis://u:" + Part + "@127.0.0.1:1"), InlineData("Store:ConnectionString=Host=h;Password=" + Part)]
    [InlineData("Store:ConnectionString=postgres://u:" + Part + "@h/d", "Store:Kind=Postgres"), InlineData("Kafka:Properties=sasl.password:" + Part), InlineData("Redis:Database=0", "Redis:Pasword=" + Part)]
    [InlineData("WebRtc:RedirectTo=ftp://u:" + Part + "@h"), InlineData("Tracing:Endpoint=u:" + Part + "@h"), InlineData("Server:AllowedOrigins=https://u:" + Part + "@h/"), InlineData("Tracing:Endpoint=https://u:" + Part + "@h:x/")]
    public async Task Options_that_are_refused_show_none(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        var outcome = await Cli.RunIn(folder.Path, ["serve", .. settings.SelectMany(setting => new[] { "--set", setting })]);
        Assert.Equal(1, outcome.ExitCode);
        Leaves(outcome.Output + outcome.Error);
    }

    private static void Leaves(string text)
    {
        var at = text.IndexOf(Part, StringComparison.OrdinalIgnoreCase);
        Assert.True(at < 0, at < 0 ? "" : $"…{text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)]}…");
    }

    private static async Task Ask(Task<HttpResponseMessage> pending, StringBuilder seen)
    {
        using var answer = await pending;
        seen.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync(Cancel)).Append('\n');
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

using System.Net;
using System.Text.Json.Nodes;
using Load.WebRtc;
using Scene;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Chromium publishes people of the test source as its camera, from the server's own page.</summary>
public sealed class WhipBrowserTests
{
    private const long Mbit = 1_000_000;

    /// <summary>A browser encodes, decodes and draws on the same processors.</summary>
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(2);

    /// <summary>For half a minute the page has had less than 15 frames/s of its own camera: its encoder cannot have had more.</summary>
    private const string IsStarved = "performance.now() > 30e3 && seen.frames < 15 * performance.now() / 1000";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The model that comes with the repository: it finds these people.</summary>
    private static Task<ServerFixture> Serve(params IEnumerable<(string, string)> settings) =>
        ServerFixture.Start([("Server:ModelsDirectory", Path.Combine(Checkout.Root, "models")), ("Server:DefaultModel", "person-pose"), .. settings]);

    private static SceneFile People() => new(SceneOptions.Parse("test://people?count=3&seed=7&size=640x480&fps=30"), frames: 60);

    private static Task<Browser> WithCamera(SceneFile camera) => Browser.Start(camera.Path);

    private static async Task Becomes(Browser browser, string condition, string what)
    {
        var seen = "";
        await Eventually.Be(async () =>
        {
            seen = await browser.Evaluate<string>("JSON.stringify(seen)");
            return await browser.Evaluate<bool>(condition);
        }, what, () => seen, WaitTimeout);
    }

    private static async Task<JsonNode> Diagnose(Browser browser, ServerFixture server) =>
        await Diagnosis.Of(server, await browser.Evaluate<string>("seen.diagnosis.session"));

    [Fact]
    public async Task The_page_publishes_the_camera_and_draws_each_result_over_its_own_frame()
    {
        using var people = People();
        await using var browser = await WithCamera(people);
        await using var server = await Serve();
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/webrtc"));
        Assert.Equal("idle", await browser.Evaluate<string>("document.body.dataset.state"));
        await browser.Page.ClickAsync("button");
        await Becomes(browser, "seen.joined >= 5 && seen.objects > 0 && document.body.dataset.state === 'live'", "frames are joined with their results");

        using (var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "camera"))
        {
            var results = await viewer.Take(10);
            foreach (var (one, next) in results.Zip(results.Skip(1)))
                Assert.Equal((next.RtpTimestamp - one.RtpTimestamp) / 90.0, (next.CaptureTime.ToDateTimeOffset() - one.CaptureTime.ToDateTimeOffset()).TotalMilliseconds, 2.0);
            Assert.All(results, result => Assert.InRange(TimeProvider.System.GetUtcNow() - result.CaptureTime.ToDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(20)));
        }

        await Becomes(browser, $"seen.diagnosis?.video?.bitsPerSecond > {Mbit} || {IsStarved}", "a megabit a second comes");
        await browser.Screenshot("webrtc");

        var tag = await browser.Evaluate<string>("restart().then(() => 'restarted')");
        Assert.Equal("restarted", tag);
        await browser.Evaluate<int>("seen.results = 0");
        await Becomes(browser, "seen.results >= 5", "results come after an ICE restart");

        await browser.Page.ClickAsync("button");
        await Eventually.Be(async () => (await server.Http.GetAsync("/v1/streams/camera", Cancel)).StatusCode == HttpStatusCode.NotFound, "the stream is gone");
    }

    [Fact]
    public async Task A_network_that_loses_every_twentieth_packet_is_made_up_for()
    {
        using var people = People();
        var port = Udp.FreePort();
        using var relay = new LossyRelay(new IPEndPoint(IPAddress.Loopback, port), 0.05);
        await using var browser = await WithCamera(people);
        await using var server = await Serve(("WebRtc:Port", $"{port}"), ("WebRtc:AdvertisedHosts", $"127.0.0.1:{relay.LocalEndPoint.Port}"));
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/webrtc?publish=lossy"));
        await Becomes(browser, "seen.diagnosis?.video?.packetsRecovered > 5 && seen.results > 30", "lost packets are sent again");
        var video = (await Diagnose(browser, server))["video"]!;
        Assert.True(video.Number("nacks") > 0 && video.Number("packetsRecovered") > video.Number("packetsLost"), video.ToJsonString());
        Assert.Contains("packet_loss", await Diagnosis.Codes(server, await browser.Evaluate<string>("seen.diagnosis.session")));
        await browser.Screenshot("webrtc-lossy");
    }

    [Fact]
    public async Task The_page_says_in_words_what_is_wrong()
    {
        using var people = People();
        await using var browser = await WithCamera(people);
        // Where it tells publishers to send to, nobody listens.
        await using var server = await Serve(("WebRtc:AdvertisedHosts", "127.0.0.1:9"), ("WebRtc:HandshakeTimeoutSeconds", "4"));
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/webrtc?publish=door"));
        await Becomes(browser, "document.body.dataset.state === 'trouble' && document.querySelectorAll('.finding').length === 1", "the finding is shown");
        Assert.Contains("UDP port 9", await browser.Evaluate<string>("document.querySelector('.finding').textContent"), StringComparison.Ordinal);
        await browser.Screenshot("webrtc-trouble");
    }
}

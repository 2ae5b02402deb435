using System.Net;
using WebRtc.Ice;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Every status of RFC 9725, by plain HTTP.</summary>
public sealed class WhipSessionTests
{
    private const string Candidate = "a=mid:0\r\na=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Restart(IceCredentials credentials) => $"a=ice-ufrag:{credentials.Ufrag}\r\na=ice-pwd:{credentials.Password}\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n{Candidate}a=end-of-candidates\r\n";

    [Fact]
    public async Task An_offer_is_answered_with_all_that_a_publisher_needs()
    {
        await using var server = await ServerFixture.Start(("WebRtc:IceServers:0", "stun:stun.example.net"), ("WebRtc:IceServers:1", "turn:turn.example.net?transport=udp user secret"));
        await using var publisher = WhipPublisher.Create();
        using var answer = await server.Offer("door", publisher.Publisher.Offer);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(Whip.Sdp, answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches("^/whip/door/[0-9a-f]{32}$", answer.Header("Location"));
        Assert.Matches("^\"[0-9a-f]{32}-0\"$", answer.Header("ETag"));
        Assert.Equal(Whip.Fragment, answer.Header("Accept-Patch"));
        Assert.Matches("^</v1/webrtc/diagnose/[0-9a-f]{32}>; rel=\"status\", ", answer.Header("Link"));
        Assert.EndsWith(
            ", <stun:stun.example.net>; rel=\"ice-server\", <turn:turn.example.net?transport=udp>; rel=\"ice-server\"; username=\"user\"; credential=\"secret\"; credential-type=\"password\"",
            answer.Header("Link"), StringComparison.Ordinal);
        var sdp = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.All(["a=recvonly", "a=ice-lite", "a=setup:passive", "a=end-of-candidates", "a=rtcp-mux"], line => Assert.Contains(line + "\r\n", sdp, StringComparison.Ordinal));
        Assert.DoesNotContain("a=sendrecv", sdp, StringComparison.Ordinal);
        // Who is refused gets no password.
        using var refused = await server.Offer("gate", "v=1");
        Assert.DoesNotContain("ice-server", refused.Header("Link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_and_session_can_be_asked_for_without_content()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Offer(server, "door");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            await server.Ask(method, "/whip/door").Is(HttpStatusCode.NoContent);
            await server.Ask(method, publisher.Location.AbsolutePath).Is(HttpStatusCode.NoContent);
        }

        await server.Ask(HttpMethod.Get, "/whip/door/0123").IsProblem(HttpStatusCode.NotFound, "session");
        await server.Ask(HttpMethod.Get, publisher.Location.AbsolutePath.Replace("door", "gate", StringComparison.Ordinal)).IsProblem(HttpStatusCode.NotFound, "session");
    }

    [Fact]
    public async Task OPTIONS_tell_what_may_be_sent_to_pages_that_are_allowed_too()
    {
        await using var server = await ServerFixture.Start(("Server:AllowedOrigins:0", "https://panel.example"), ("WebRtc:IceServers:0", "turn:turn.example.net user secret"));
        await using var publisher = await WhipPublisher.Offer(server, "door");
        using var plain = await server.Ask(HttpMethod.Options, "/whip/door");
        Assert.Equal((HttpStatusCode.OK, Whip.Sdp), (plain.StatusCode, plain.Header("Accept-Post")));
        Assert.Contains("POST", plain.Header("Allow"), StringComparison.Ordinal);
        using var session = await server.Ask(HttpMethod.Options, publisher.Location.AbsolutePath);
        Assert.Equal((HttpStatusCode.OK, Whip.Fragment), (session.StatusCode, session.Header("Accept-Patch")));

        using var preflight = await server.Ask(HttpMethod.Options, "/whip/door", ("Origin", "https://panel.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));
        Assert.True(preflight.IsSuccessStatusCode);
        Assert.Equal((Whip.Sdp, "https://panel.example", "POST"), (preflight.Header("Accept-Post"), preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Methods")));
        Assert.Equal("", preflight.Header("Link"));
        using var looked = await server.Ask(HttpMethod.Get, "/whip/door", ("Origin", "https://panel.example"));
        Assert.All(["ETag", "Location", "Link", "Accept-Patch"], header => Assert.Contains(header, looked.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal));
        await server.Ask(HttpMethod.Options, "/whip/door", ("Origin", "https://other.example"), ("Access-Control-Request-Method", "POST")).IsProblem(HttpStatusCode.Forbidden, "Origin");
    }

    [Fact]
    public async Task Candidates_trickle_under_the_tag_of_their_ICE_session()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Offer(server, "door");
        using var taken = await server.Patch(publisher.Location, Candidate, publisher.ETag);
        Assert.Equal((HttpStatusCode.NoContent, ""), (taken.StatusCode, taken.Header("ETag")));
        await server.Patch(publisher.Location, "a=end-of-candidates\r\n", publisher.ETag).Is(HttpStatusCode.NoContent);
        // RFC 9725 writes it so in its example.
        await server.Patch(publisher.Location, Candidate, "\"*\"").Is(HttpStatusCode.NoContent);

        await server.Patch(publisher.Location, Candidate, null).IsProblem((HttpStatusCode)428, "If-Match");
        await server.Patch(publisher.Location, Candidate, "\"another\"").IsProblem(HttpStatusCode.PreconditionFailed, "If-Match");
        await server.Patch(publisher.Location, Candidate, $"W/{publisher.ETag}").IsProblem(HttpStatusCode.PreconditionFailed, "If-Match");
        await server.Patch(publisher.Location, Candidate, publisher.ETag, Whip.Sdp).IsProblem(HttpStatusCode.UnsupportedMediaType, "Content-Type");
        await server.Patch(publisher.Location, "candidate", publisher.ETag).IsProblem(HttpStatusCode.BadRequest, "body");
        await server.Patch(publisher.Location, "a=ice-ufrag:only\r\n", publisher.ETag).IsProblem(HttpStatusCode.BadRequest, "body");
        await server.Patch(publisher.Location, "a=mid:0\r\n", publisher.ETag).IsProblem(HttpStatusCode.UnprocessableEntity, "body");
        await server.Patch(publisher.Location, new string('a', 70_000), publisher.ETag).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body");
        await server.Patch(new Uri(server.Http.BaseAddress!, "/whip/door/0123"), Candidate, "*").IsProblem(HttpStatusCode.NotFound, "session");
    }

    [Fact]
    public async Task ICE_is_restarted_and_the_former_tag_is_of_no_use_any_more()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Offer(server, "door");
        using var restarted = await server.Patch(publisher.Location, Restart(IceCredentials.Create()), "*");
        Assert.Equal((HttpStatusCode.OK, Whip.Fragment), (restarted.StatusCode, restarted.Content.Headers.ContentType?.MediaType));
        var fragment = await restarted.Content.ReadAsStringAsync(Cancel);
        Assert.All(["a=ice-lite", "a=ice-ufrag:", "a=ice-pwd:", "m=video 9 ", "a=mid:0", "a=candidate:", "a=end-of-candidates"], line => Assert.Contains(line, fragment, StringComparison.Ordinal));
        var tag = restarted.Header("ETag");
        Assert.NotEqual(publisher.ETag, tag);
        await server.Patch(publisher.Location, Candidate, publisher.ETag).IsProblem(HttpStatusCode.PreconditionFailed, "If-Match");
        await server.Patch(publisher.Location, Candidate, tag).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_gone_and_its_name_free()
    {
        await using var server = await ServerFixture.Start();
        await using (var publisher = await WhipPublisher.Offer(server, "door"))
        {
            await server.Offer("door", publisher.Publisher.Offer).IsProblem(HttpStatusCode.Conflict, "id");
            using var ended = await server.Ask(HttpMethod.Delete, publisher.Location.AbsolutePath, ("If-Match", "\"of no use\""));
            Assert.Equal((HttpStatusCode.OK, ""), (ended.StatusCode, await ended.Content.ReadAsStringAsync(Cancel)));
            await server.Delete(publisher.Location).IsProblem(HttpStatusCode.NotFound, "session");
            await server.Patch(publisher.Location, Candidate, publisher.ETag).IsProblem(HttpStatusCode.NotFound, "session");
            await server.Ask(HttpMethod.Get, publisher.Location.AbsolutePath).IsProblem(HttpStatusCode.NotFound, "session");
            await server.Ask(HttpMethod.Get, "/v1/streams/door").IsProblem(HttpStatusCode.NotFound, "id");
        }

        await using var next = await WhipPublisher.Offer(server, "door");
    }

    [Fact]
    public async Task What_the_address_asks_for_is_checked_as_a_stream_created_by_JSON_is()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = WhipPublisher.Create();
        var offer = publisher.Publisher.Offer;
        await server.Offer("door?conf=2", offer).IsProblem(HttpStatusCode.UnprocessableEntity, "conf");
        await server.Offer("door?targetfps=-1", offer).IsProblem(HttpStatusCode.UnprocessableEntity, "targetFps");
        await server.Offer("door?confidence=0.5", offer).IsProblem(HttpStatusCode.UnprocessableEntity, "confidence");
        await server.Offer("door?model=nobody", offer).IsProblem(HttpStatusCode.NotFound, "model");
        await server.Offer(".door", offer).IsProblem(HttpStatusCode.UnprocessableEntity, "id");
        await server.Offer("door", offer, "text/plain").IsProblem(HttpStatusCode.UnsupportedMediaType, "Content-Type");
        await server.Create(new { id = "clip", url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Offer("clip", offer).IsProblem(HttpStatusCode.Conflict, "id");

        using var answer = await server.Offer("door?model=tiny-pose&conf=0.5&iou=0.6&maxDet=7&classes=a,b&targetFps=12.5&maxLatencyMs=300&priority=2", offer, "application/sdp; charset=utf-8");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var options = (await server.Stream("door"))["options"]!;
        Assert.Equal(("whip://127.0.0.1", "tiny-pose", 7, 12.5, 300, 2.0), (options.Text("url"), options.Text("model"), options.Number("maxDet"), options["targetFps"]!.GetValue<double>(), options.Number("maxLatencyMs"), options["priority"]!.GetValue<double>()));
        Assert.Equal(["a", "b"], options["classes"]!.AsArray().Select(one => one!.GetValue<string>()));
    }

    [Fact]
    public async Task A_full_server_says_when_to_come_again_or_sends_the_publisher_on_once()
    {
        await using var alone = await ServerFixture.Start(("WebRtc:MaxSessions", "1"));
        await using var one = await WhipPublisher.Offer(alone, "one");
        Assert.Contains("1 sessions", await alone.Offer("two", one.Publisher.Offer).IsBusy(), StringComparison.Ordinal);

        await using var paired = await ServerFixture.Start(("WebRtc:MaxSessions", "1"), ("WebRtc:RedirectTo", "https://two.example/,https://three.example/stream"));
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = paired.Http.BaseAddress };
        async Task<HttpResponseMessage> Offer(string path) => await http.PostAsync(path, new StringContent(one.Publisher.Offer, null, Whip.Sdp), Cancel);
        using var taken = await Offer("/whip/one");
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        var sent = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var redirected = await Offer("/whip/two?conf=0.5");
            Assert.Equal(HttpStatusCode.TemporaryRedirect, redirected.StatusCode);
            sent.Add(redirected.Header("Location"));
        }

        Assert.Equal(["https://three.example/stream/whip/two?conf=0.5&sentOn=true", "https://two.example/whip/two?conf=0.5&sentOn=true"], sent.Order());
        await Offer("/whip/two?conf=0.5&sentOn=true").IsBusy();
    }

    [Fact]
    public async Task By_option_publishers_are_told_of_a_way_without_UDP()
    {
        await using var plain = await ServerFixture.Start();
        await using var both = await ServerFixture.Start(("WebRtc:TcpPort", "0"));
        await using var one = await WhipPublisher.Offer(plain, "door");
        await using var other = await WhipPublisher.Offer(both, "door");
        Assert.DoesNotContain("tcptype", one.Answer, StringComparison.Ordinal);
        Assert.Contains("tcptype passive", other.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_WebRTC_publishers_are_told_why()
    {
        await using var server = await ServerFixture.Start(("WebRtc:Enabled", "false"));
        Assert.Contains("WebRtc:Enabled", await server.Offer("door", "v=0").IsBusy(), StringComparison.Ordinal);
    }
}

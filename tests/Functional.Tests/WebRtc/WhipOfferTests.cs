using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Offers that cannot be answered: each is told what is wrong with it, and can be diagnosed afterwards.</summary>
public sealed class WhipOfferTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is changed in a sound offer, and the word that names the fault.</summary>
    private static readonly (string Sound, string Faulty, HttpStatusCode Status, string Told)[] Faults =
    [
        ("v=0", "v=1", HttpStatusCode.BadRequest, "line 1 is not v=0"),
        ("s=-", "nonsense", HttpStatusCode.BadRequest, "TYPE=VALUE"),
        ("m=video", "x=video", HttpStatusCode.BadRequest, "no media section"),
        ("m=video 9 ", "m=video many ", HttpStatusCode.BadRequest, "m=MEDIA PORT"),
        ("a=rtcp-mux", "a=rtcp-plain", HttpStatusCode.BadRequest, "rtcp-mux"),
        ("a=ice-ufrag:", "a=ice-frag:", HttpStatusCode.BadRequest, "a=ice-ufrag"),
        ("a=ice-pwd:", "a=ice-password:", HttpStatusCode.BadRequest, "a=ice-pwd"),
        ("a=fingerprint:sha-256 ", "a=fingerprint:md5 ", HttpStatusCode.BadRequest, "a=fingerprint"),
        ("a=setup:actpass", "a=setup:sideways", HttpStatusCode.BadRequest, "a=setup"),
        ("a=setup:actpass", "a=setup:passive", HttpStatusCode.UnprocessableEntity, "a=setup:passive"),
        ("a=sendonly", "a=recvonly", HttpStatusCode.UnprocessableEntity, "m=video sends nothing"),
        ("a=sendonly", "a=inactive", HttpStatusCode.UnprocessableEntity, "m=video sends nothing"),
        ("VP8/90000", "H265/90000", HttpStatusCode.UnprocessableEntity, "no video codec in common: offered are H265"),
        ("UDP/TLS/RTP/SAVPF", "RTP/AVP", HttpStatusCode.UnprocessableEntity, "RTP/AVP"),
        ("m=video", "m=application", HttpStatusCode.UnprocessableEntity, "m=application"),
    ];

    [Fact]
    public async Task An_offer_with_a_fault_is_told_so_and_diagnosed()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = WhipPublisher.Create();
        foreach (var (sound, faulty, status, told) in Faults)
        {
            Assert.Contains(sound, publisher.Publisher.Offer, StringComparison.Ordinal);
            using var answer = await server.Offer("door", publisher.Publisher.Offer.Replace(sound, faulty, StringComparison.Ordinal));
            Assert.Contains(told, await Task.FromResult(answer).IsProblem(status, "body"), StringComparison.Ordinal);

            var diagnosis = await Diagnosis.Of(server, answer.Header("Link").Split("/diagnose/")[1].Split('>')[0]);
            Assert.Equal(("refused", "door"), (diagnosis.Text("state"), diagnosis.Text("stream")));
            Assert.Contains(told, diagnosis["findings"]![0]!.Text("message"), StringComparison.Ordinal);
            await server.Ask(HttpMethod.Get, "/v1/streams/door").IsProblem(HttpStatusCode.NotFound, "id");
        }

        var sessions = JsonNode.Parse(await server.Http.GetStringAsync("/v1/webrtc/sessions", Cancel))!["sessions"]!.AsArray();
        Assert.Equal(Faults.Length, sessions.Count);
        Assert.All(sessions, session => Assert.Single(session!["findings"]!.AsArray()));
        // Two of one millisecond have no order.
        Assert.Contains("unsupported_offer", sessions.Select(session => session!["findings"]![0]!.GetValue<string>()));
    }

    [Fact]
    public async Task Rubbish_is_refused_and_leaves_nothing_behind()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = WhipPublisher.Create();
        var offer = publisher.Publisher.Offer;
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var bytes = offer.ToCharArray();
            for (var change = random.Next(1, 30); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (char)random.Next(1, 256);
            var text = round % 3 == 0 ? new string(bytes)[..random.Next(bytes.Length)] : new string(bytes);
            using var answer = await server.Offer("door", text);
            if (answer.StatusCode == HttpStatusCode.Created)
                await server.Delete(new(server.Http.BaseAddress!, answer.Header("Location"))).Is(HttpStatusCode.OK);
            else
                Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode} for\n{text}");
        }

        await server.Offer("door", new string('v', 70_000)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body");
        await server.Offer("door", "").IsProblem(HttpStatusCode.BadRequest, "body");
        Assert.Equal("""{"streams":[]}""", await server.Http.GetStringAsync("/v1/streams", Cancel));
    }
}

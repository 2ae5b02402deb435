using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Media;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Sources.WebRtc;
using Streaming.Streams;
using WebRtc;
using Wire.V1;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Published video is a stream like any other.</summary>
public sealed class WhipPublishTests
{
    [Fact]
    public async Task Every_result_carries_the_times_of_its_own_frame()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door?conf=0.1");
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var reading = viewer.Take(20);
        await publisher.SendUntil(() => Task.FromResult(reading.IsCompleted), "results come");
        var results = await reading;
        foreach (var result in results)
        {
            Assert.Equal((publisher.Session, "door", 160), (result.SessionId, result.StreamId, result.Width));
            // NTP's fraction of a second is finer than .NET's ticks; the way there and back rounds twice.
            Assert.Equal(0, (publisher.Sent[result.RtpTimestamp] - result.CaptureTime.ToDateTimeOffset()).TotalMilliseconds, 0.01);
        }

        var wrapped = results.Zip(results.Skip(1), (one, next) => (next.RtpTimestamp - one.RtpTimestamp, (uint)(next.Pts90Khz - one.Pts90Khz)));
        Assert.All(wrapped, step => Assert.Equal(step.Item1, step.Item2));
        var stream = await server.Stream("door");
        Assert.Equal(("live", "vp8", publisher.Session), (stream.Text("state"), stream.Text("session", "codec"), stream.Text("session", "id")));
        stream["frames"]!.IsExact();
    }

    [Fact]
    public async Task A_publisher_that_stamps_frames_hours_away_loses_none_and_gets_its_timestamps_back()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door");
        publisher.Stamp = (number, timestamp) => number % 10 == 7 ? unchecked(timestamp + 882_000_000) : timestamp;
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var reading = viewer.Take(50);
        await publisher.SendUntil(() => Task.FromResult(reading.IsCompleted), "results come");
        var results = await reading;
        Assert.All(results, result => Assert.Contains(result.RtpTimestamp, publisher.Sent.Keys));
        Assert.All(results.Zip(results.Skip(1)), pair => Assert.InRange(pair.Second.Pts90Khz - pair.First.Pts90Khz, 1, 90_000 * (1 + pair.Second.DroppedSinceLast)));
        // What is reckoned from a timestamp is no better than that.
        var wrong = results.Where(result => result.CaptureTime is null).ToArray();
        Assert.InRange(wrong.Length, 3, 7);
        var stream = await server.Stream("door");
        Assert.Contains("out of line, 9800 s ahead", stream.Text("lastWarning"), StringComparison.Ordinal);
        Assert.Equal(0, stream.Number("frames", "dropped", "notDecoded"));
    }

    [Fact]
    public async Task Where_no_UDP_comes_through_TCP_does()
    {
        await using var server = await ServerFixture.Start(("WebRtc:TcpPort", "0"));
        await using var publisher = await WhipPublisher.Connect(server, "door", usesTcp: true);
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var reading = viewer.Take(5);
        await publisher.SendUntil(() => Task.FromResult(reading.IsCompleted), "results come");
        Assert.All(await reading, result => Assert.Contains(result.RtpTimestamp, publisher.Sent.Keys));
        Assert.Equal("tcp", (await Diagnosis.Of(server, publisher.Session)).Text("ice", "transport"));
    }

    [Fact]
    public async Task A_publisher_that_says_goodbye_ends_its_stream_and_its_viewers_are_told()
    {
        await using var server = await ServerFixture.Start();
        var publisher = await WhipPublisher.Connect(server, "door");
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        await publisher.SendFrames(5);
        Assert.NotNull(await viewer.Next());
        await publisher.DisposeAsync();
        await viewer.TakeAll();
        await Eventually.Be(async () => (await server.Http.GetAsync("/v1/streams/door", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.NotFound, "the stream is gone");
        Assert.Equal(("closed", "the peer said goodbye"), await Diagnosis.State(server, publisher.Session));
    }

    [Fact]
    public async Task A_stream_that_is_removed_sends_its_publisher_away()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door");
        await publisher.SendFrames(5);
        await server.Http.DeleteAsync("/v1/streams/door", TestContext.Current.CancellationToken);
        await Eventually.Be(() => publisher.Publisher.DtlsState == global::WebRtc.Dtls.DtlsState.Closed, "the publisher is told");
        await server.Delete(publisher.Location).IsProblem(HttpStatusCode.NotFound, "session");
    }

    [Fact]
    public async Task A_stream_that_waits_for_a_publisher_outlives_one_after_another()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "door", url = "whip:", model = "tiny-pose" });
        Assert.Equal("connecting", (await server.Stream("door")).Text("state"));
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var sessions = new List<string>();
        for (var turn = 0; turn < 2; turn++)
        {
            await using var publisher = await WhipPublisher.Connect(server, "door");
            await server.Offer("door", publisher.Publisher.Offer).IsProblem(HttpStatusCode.Conflict, "id");
            await server.Offer("door?conf=0.5", publisher.Publisher.Offer).IsProblem(HttpStatusCode.UnprocessableEntity, "conf");
            FrameResult? result;
            do
            {
                await publisher.SendFrames(2);
                result = await viewer.Next();
            }
            while (result!.SessionId != publisher.Session);
            sessions.Add(result.SessionId);
            Assert.Equal("tiny-pose", result.Model);
            await server.Delete(publisher.Location).Is(HttpStatusCode.OK);
            await server.StreamIs("door", "reconnecting");
        }

        Assert.Equal(2, sessions.Distinct().Count());
        var stream = await server.Stream("door");
        Assert.Equal(2, stream.Number("reconnects"));
        stream["frames"]!.IsExact();
    }

    [Fact]
    public async Task A_stream_that_is_given_another_source_sends_its_publisher_away()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "door", url = "whip:" });
        await using var other = await WhipPublisher.Offer(server, "gate");
        // What waits for a publisher outlives the server, what a publisher made does not.
        var kept = await File.ReadAllTextAsync(Path.Combine(server.Data, "streams.jsonl"), TestContext.Current.CancellationToken);
        Assert.True(kept.Contains("whip:", StringComparison.Ordinal) && !kept.Contains("gate", StringComparison.Ordinal), kept);
        await using var publisher = await WhipPublisher.Connect(server, "door");
        await publisher.SendUntil(async () => (await server.Stream("door")).Text("state") == "live", "the stream is live");

        using var moved = await server.Http.PatchAsJsonAsync("/v1/streams/door", new { url = "test://people?count=1&size=160x120&fps=5" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        await Eventually.Be(() => publisher.Publisher.DtlsState == global::WebRtc.Dtls.DtlsState.Closed, "the publisher is told");
        await Eventually.Be(async () => (await server.StreamIs("door", "live")).Text("session", "codec") == "raw", "the stream goes on");
        await server.Offer("door", publisher.Publisher.Offer).IsProblem(HttpStatusCode.Conflict, "id");
    }

    // The stream waits for its publisher anyhow: no pause is for him.
    [Fact]
    public async Task The_next_publisher_is_read_at_once_however_long_a_lost_source_is_left_alone()
    {
        await using var server = await ServerFixture.Start(("Ingest:ReconnectMinMilliseconds", "60000"), ("Ingest:ReconnectMaxMilliseconds", "60000"));
        await server.Create(new { id = "door", url = "whip:" });
        for (var turn = 0; turn < 2; turn++)
        {
            await using var publisher = await WhipPublisher.Connect(server, "door");
            await publisher.SendUntil(async () => (await server.Stream("door")).Text("state") == "live", "the stream is live");
            await server.Delete(publisher.Location).Is(HttpStatusCode.OK);
            await server.StreamIs("door", "reconnecting");
        }
    }

    [Fact]
    public void A_publisher_that_nobody_reads_yet_is_sent_away_when_nobody_will()
    {
        var (origin, session) = (new PublisherOrigin(), Session());
        Assert.True(origin.TryOffer(session));
        origin.Close();
        Assert.True(session.IsEnded);
        Assert.False(origin.TryOffer(Session()));
    }

    [Fact]
    public async Task A_stream_that_is_given_another_source_takes_no_publisher_who_found_it_waiting()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "door", url = "whip:" });
        var registry = server.Services.GetRequiredService<StreamRegistry>();
        var origin = Assert.IsType<PublisherOrigin>(registry.Find("door")!.Origin);
        using var moved = await server.Http.PatchAsJsonAsync("/v1/streams/door", new { url = "test://people?count=1&size=160x120&fps=5" }, TestContext.Current.CancellationToken);
        Assert.False(origin.TryOffer(Session()));
    }

    [Fact]
    public async Task A_publisher_with_another_certificate_than_it_told_is_refused_and_diagnosed()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = WhipPublisher.Create();
        await using var other = WhipPublisher.Create();
        string Fingerprint(WhipPublisher one) => one.Publisher.Offer.Split("\r\n").Single(line => line.StartsWith("a=fingerprint", StringComparison.Ordinal));
        await publisher.Offer(server, "door", publisher.Publisher.Offer.Replace(Fingerprint(publisher), Fingerprint(other), StringComparison.Ordinal));
        // The server's certificate is the one that it told; its side of the handshake ends well.
        await publisher.Connect();
        await Eventually.Be(async () => (await Diagnosis.Codes(server, publisher.Session)).Contains("wrong_fingerprint"), "the fingerprint is found to be wrong");
    }

    [Fact]
    public async Task Forged_packets_and_strangers_are_counted_and_harm_nothing()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door");
        for (byte i = 0; i < 10; i++)
            publisher.Publisher.SendRaw([0x80, 96, 0, i, 0, 0, 0, 1, 0, 0, 0, 9, .. new byte[40]]);
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var reading = viewer.Next();
        await publisher.SendUntil(() => Task.FromResult(reading.IsCompleted), "results come");
        Assert.Contains("forged_packets", await Diagnosis.Codes(server, publisher.Session));
        var metrics = await server.Metrics.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("\nstream_webrtc_packets_forged_total 10\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nstream_webrtc_sessions{state=\"connected\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_that_never_comes_is_given_up_and_told_what_to_look_at()
    {
        await using var server = await ServerFixture.Start(("WebRtc:HandshakeTimeoutSeconds", "1"));
        await using var publisher = await WhipPublisher.Offer(server, "door");
        await Eventually.Be(async () => (await Diagnosis.Codes(server, publisher.Session)).Contains("no_connectivity"), "it is given up");
        var (state, reason) = await Diagnosis.State(server, publisher.Session);
        Assert.Equal("failed", state);
        Assert.Contains("no ICE connectivity check came", reason, StringComparison.Ordinal);
        await Eventually.Be(async () => (await server.Http.GetAsync("/v1/streams/door", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.NotFound, "its stream is gone");
        await server.Delete(publisher.Location).IsProblem(HttpStatusCode.NotFound, "session");
    }

    [Fact]
    public async Task B_frames_are_decoded_and_told()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door", VideoCodec.H264);
        using var viewer = await ServeSubscriber.Connect(server.Http.BaseAddress!, "door");
        var reading = viewer.Take(20);
        await publisher.SendUntil(() => Task.FromResult(reading.IsCompleted), "results come");
        Assert.All(await reading, result => Assert.Contains(result.RtpTimestamp, publisher.Sent.Keys));
        Assert.Contains("b_frames", await Diagnosis.Codes(server, publisher.Session));
    }

    [Fact]
    public async Task A_burst_that_decoding_cannot_keep_up_with_is_accounted_for_to_the_last_frame()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door");
        for (var frame = 0; frame < 300; frame++)
            publisher.SendFrame();
        JsonNode stream = null!;
        // Frames that were passed over are counted when the next one is read.
        await publisher.SendUntil(async () => (stream = await server.Stream("door"))["session"] is { } session && session.Number("frames", "inFlight") == 0
            && session.Number("frames", "received") == (await Diagnosis.Of(server, publisher.Session)).Number("video", "frames"), "every frame is counted");
        stream["frames"]!.IsExact();
        Assert.Equal(0, stream.Number("frames", "dropped", "waitingKeyframe"));
    }

    [Fact]
    public async Task A_publisher_that_vanishes_is_given_up_when_its_consent_has_run_out()
    {
        var port = Udp.FreePort();
        using var relay = new LossyRelay(new(IPAddress.Loopback, port), 0);
        await using var server = await ServerFixture.Start(("WebRtc:Port", $"{port}"), ("WebRtc:AdvertisedHosts", $"127.0.0.1:{relay.LocalEndPoint.Port}"), ("WebRtc:ConsentTimeoutSeconds", "5"));
        await server.Create(new { id = "door", url = "whip:" });
        await using var publisher = await WhipPublisher.Connect(server, "door");
        await publisher.SendUntil(async () => (await server.Stream("door")).Text("state") == "live", "the stream is live");
        relay.Dispose();
        await Eventually.Be(async () => (await Diagnosis.Codes(server, publisher.Session)).Contains("connection_lost"), "it is given up");
        var stream = await server.StreamIs("door", "reconnecting");
        Assert.StartsWith("the peer is gone", stream.Text("lastError"), StringComparison.Ordinal);
        await server.Delete(publisher.Location).IsProblem(HttpStatusCode.NotFound, "session");
    }

    [Fact]
    public async Task A_publisher_that_fell_silent_makes_room_for_the_next()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = await WhipPublisher.Connect(server, "door");
        await publisher.SendUntil(async () => (await server.Stream("door")).Text("state") == "live", "the stream is live");
        await server.Offer("door", publisher.Publisher.Offer).IsProblem(HttpStatusCode.Conflict, "id");
        await using var next = WhipPublisher.Create();
        await Eventually.Be(async () => (await server.Offer("door", next.Publisher.Offer)).StatusCode == HttpStatusCode.Created, "there is room");
        Assert.Equal("closed", (await Diagnosis.State(server, publisher.Session)).State);
    }

    /// <summary>Of a publisher whose peer is not there yet.</summary>
    private static PublisherSession Session() => new("door", isLive: true, patience: Timeout.InfiniteTimeSpan, client: null, TimeProvider.System, _ => { });
}

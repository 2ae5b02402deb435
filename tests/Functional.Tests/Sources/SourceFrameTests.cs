using System.Net.Sockets;
using System.Text.Json.Nodes;
using Functional.Tests.Grpc;
using Functional.Tests.WebRtc;
using Grpc.Core;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>"Live" means decoded frames, whatever else comes: at every door.</summary>
public sealed class SourceFrameTests
{
    private static readonly (string, string)[] Impatient = [("Ingest:TimeoutSeconds", "1"), ("Ingest:FrameTimeoutSeconds", "2"), ("Ingest:ReconnectMaxMilliseconds", "300")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sound_that_goes_on_without_video_is_a_lost_camera()
    {
        var clip = ServeMedia.TalkingTransport();
        await using var camera = new LiveSource((_, connection, stop) => Play(connection, stop, clip));
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "3"), ("Ingest:FrameTimeoutSeconds", "3"));
        var id = await server.Create(new { url = camera.Url });
        await server.StreamIs(id, "live");
        var lost = await server.StreamIs(id, "reconnecting");
        Assert.Equal($"{camera.Url}: its sound goes on, but no packet of video came within 3 s", lost.Text("lastError"));
        lost["frames"]!.IsExact();
        // It may have video again.
        await server.StreamIs(id, "live");
    }

    [Fact]
    public async Task A_camera_is_live_from_its_first_key_frame_on()
    {
        var (before, after) = AtKeyFrame(File.ReadAllBytes(ServeMedia.RareKeys()));
        var first = new TaskCompletionSource();
        await using var camera = new LiveSource(async (_, connection, stop) =>
        {
            await LiveSource.Answer(connection, "video/mp2t", stop);
            await connection.WriteAsync(before, stop);
            await first.Task.WaitAsync(stop);
            await connection.WriteAsync(after, stop);
            await LiveSource.Never.WaitAsync(stop);
        });
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "dropped", "waitingKeyframe") > 0, "units come");
        var waiting = await server.Stream(id);
        Assert.Equal("connecting", waiting.Text("state"));
        Assert.Contains($"stream_live{{stream=\"{id}\"}} 0", await server.Metrics.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
        first.SetResult();
        var live = await server.StreamIs(id, "live");
        Assert.Equal((160, 120), ((int)live.Number("session", "width"), (int)live.Number("session", "height")));
        live["frames"]!.IsExact();
    }

    [Fact]
    public async Task Video_of_which_nothing_decodes_says_so_and_is_never_live()
    {
        var clip = ServeMedia.Garbled();
        await using var camera = new LiveSource((_, connection, stop) => Play(connection, stop, clip));
        await using var server = await ServerFixture.Start(Impatient);
        var id = await server.Create(new { url = camera.Url });
        var states = new HashSet<string>();
        JsonNode stream = null!;
        await Eventually.Be(async () =>
        {
            stream = await server.Stream(id);
            states.Add(stream.Text("state"));
            return stream.Number("reconnects") >= 2;
        }, "it was lost twice", () => stream);
        Assert.Matches("^video comes, but nothing of it decodes: [0-9]+ packets within [0-9]+ s, [0-9]+ of them key frames; ", stream.Text("lastError"));
        Assert.DoesNotContain("live", states);
        stream["frames"]!.IsExact();
        Assert.Equal(0, stream.Number("frames", "inferred"));
    }

    [Fact]
    public async Task A_camera_that_goes_on_in_another_codec_is_opened_again_at_once()
    {
        var (h264, hevc) = (ServeMedia.Transport(), ServeMedia.Transport("320x240", ServeMedia.Hevc));
        await using var camera = new LiveSource(async (number, connection, stop) =>
        {
            await Play(connection, stop, number == 0 ? [h264, h264, hevc, hevc, hevc] : [hevc, hevc, hevc, hevc, hevc, hevc, hevc, hevc, hevc]);
            await LiveSource.Never.WaitAsync(stop);
        });
        // Were it counted as a failure, it would be waited for.
        await using var server = await ServerFixture.Start(("Ingest:ReconnectMinMilliseconds", "60000"), ("Ingest:ReconnectMaxMilliseconds", "60000"));
        var id = await server.Create(new { url = camera.Url });
        var before = await server.StreamIs(id, "live");
        Assert.Equal("h264", before.Text("session", "codec"));
        JsonNode after = null!;
        await Eventually.Be(async () => (after = await server.Stream(id)) is var now && now.Text("state") == "live" && now.Text("session", "codec") == "hevc", "it goes on", () => after);
        Assert.Equal((320, 1), ((int)after.Number("session", "width"), (int)after.Number("reconnects")));
        Assert.Equal($"{camera.Url}: its video changes from h264 to hevc; it is opened again", after.Text("lastWarning"));
        Assert.Null(after["lastError"]);
        after["frames"]!.IsExact();
    }

    [Fact]
    public async Task A_file_that_goes_on_in_another_codec_is_inferred_to_its_last_frame()
    {
        await using var server = await ServerFixture.Start();
        var path = Path.Combine(server.Files, "both.ts");
        await File.WriteAllBytesAsync(path, [.. File.ReadAllBytes(ServeMedia.Transport()), .. File.ReadAllBytes(ServeMedia.Transport("320x240", ServeMedia.Hevc))], Cancel);
        var id = await server.Create(new { url = "both.ts", realtime = false });
        var stream = await server.StreamIs(id, "ended");
        Assert.Equal((50, 50), ((int)stream.Number("frames", "received"), (int)stream.Number("frames", "inferred")));
        Assert.Equal(("hevc", 320), (stream.Text("session", "codec"), (int)stream.Number("session", "width")));
        Assert.StartsWith("its video goes on as another: hevc 320x240", stream.Text("lastWarning"), StringComparison.Ordinal);

        using var folder = new RunFolder();
        var run = await folder.Run(path, "--json", "-");
        Assert.True(run.ExitCode == 0, run.Error);
        var results = RunFolder.Parse(run.Output);
        Assert.Equal([.. Enumerable.Repeat(160, 25), .. Enumerable.Repeat(320, 25)], results.Select(result => result.GetProperty("width").GetInt32()));
        var times = results.Select(result => long.Parse(result.GetProperty("pts90khz").GetString()!)).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_file_of_which_no_frame_decodes_says_so_and_so_does_a_run_of_half_a_file()
    {
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = server.Put(ServeMedia.Garbled()), realtime = false }), "ended");
        Assert.Equal(("no frame of it could be decoded", 0), (stream.Text("lastError"), (int)stream.Number("frames", "inferred")));

        using var folder = new RunFolder();
        var half = folder.Write("half.ts", [.. File.ReadAllBytes(ServeMedia.Transport()), .. File.ReadAllBytes(ServeMedia.Garbled())]);
        var run = await folder.Run(half);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("no frame came of its last [0-9]+ packets; does it go on in another codec\\?", run.Error);
        Assert.Contains("\"frames\":25", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_that_connects_and_sends_nothing_is_sent_away_and_diagnosis_says_why()
    {
        await using var server = await ServerFixture.Start(Impatient);
        await using var publisher = await WhipPublisher.Connect(server, "door");
        Assert.Equal("connecting", (await server.Stream("door")).Text("state"));
        await Eventually.Be(async () => (await Diagnosis.State(server, publisher.Session)).State == "closed", "it is sent away");
        Assert.StartsWith("the publisher is connected, but gave no frame within 2 s: no packet of video comes", (await Diagnosis.State(server, publisher.Session)).Reason, StringComparison.Ordinal);
        Assert.Contains("no_video", await Diagnosis.Codes(server, publisher.Session));
        await Eventually.Be(async () => (await server.Http.GetAsync("/v1/streams/door", Cancel)).StatusCode == System.Net.HttpStatusCode.NotFound, "the stream ends with it");
    }

    [Fact]
    public async Task A_stream_that_waits_for_publishers_waits_for_the_next_when_one_falls_silent()
    {
        await using var server = await ServerFixture.Start(Impatient);
        await server.Create(new { id = "door", url = "whip:" });
        await using var publisher = await WhipPublisher.Connect(server, "door");
        await publisher.SendUntil(async () => (await server.Stream("door")).Text("state") == "live", "the stream is live");
        Assert.Equal(160, (await server.Stream("door")).Number("session", "width"));
        var lost = await server.StreamIs("door", "reconnecting");
        Assert.StartsWith("the publisher is connected, but gave no frame within 2 s", lost.Text("lastError"), StringComparison.Ordinal);
        lost["frames"]!.IsExact();
        Assert.Contains("video_stopped", await Diagnosis.Codes(server, publisher.Session));
        await using var next = await WhipPublisher.Connect(server, "door");
        await next.SendUntil(async () => (await server.Stream("door")).Text("state") == "live", "the stream is live again");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_client_that_sends_what_does_not_decode_is_told(bool lossless)
    {
        await using var server = await ServerFixture.Start(Impatient);
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.H264, lossless));
        var id = await client.Id;
        var units = Units.Of(Codec.H264, 30).ConvertAll(unit => (Data: ServeMedia.Garble(unit.Data), unit.Pts));
        for (var i = 0; i < (lossless ? 60 : 2000) && !client.Completion.IsCompleted; i++)
        {
            await Task.WhenAny(client.Send(units[i % units.Count].Data, i * 3000L));
            await Task.Delay(lossless ? 1 : 20, Cancel);
        }

        if (lossless)
        {
            // It may be sent as slowly as its client likes, and every unit is accounted for.
            Assert.Equal("connecting", (await server.Stream(id)).Text("state"));
            var ended = await client.Finish();
            Assert.Equal((60, 0, 60), (ended.Frames.Received, ended.Frames.Inferred, ended.Frames.Dropped.Values.Sum()));
            return;
        }

        var fault = await client.Fails();
        Assert.Equal(StatusCode.FailedPrecondition, fault.StatusCode);
        Assert.StartsWith("video comes, but nothing of it decodes", fault.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>At about its own speed, a second each.</summary>
    private static async Task Play(NetworkStream connection, CancellationToken stop, params string[] clips)
    {
        await LiveSource.Answer(connection, "video/mp2t", stop);
        foreach (var clip in clips)
        {
            var bytes = await File.ReadAllBytesAsync(clip, stop);
            var seconds = clip.Contains("long", StringComparison.Ordinal) ? 20 : 1;
            var packet = 188 * Math.Max(1, bytes.Length / 188 / (20 * seconds));
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var at = 0; at < bytes.Length; at += packet)
            {
                await connection.WriteAsync(bytes.AsMemory(at, Math.Min(packet, bytes.Length - at)), stop);
                await beat.WaitForNextTickAsync(stop);
            }
        }
    }

    /// <summary>A transport stream without its first key frame, in two: before the next, and from that on.</summary>
    private static (byte[] Before, byte[] After) AtKeyFrame(byte[] transport)
    {
        // Each begins with tables: PID 0 is the first of them. There are tables elsewhere too, but no key frame behind them.
        var keys = new List<int>();
        for (var at = 0; at + 188 <= transport.Length; at += 188)
        {
            // random_access_indicator of an adaptation field (ISO/IEC 13818-1, 2.4.3.5)
            if ((transport[at + 3] & 0x20) != 0 && transport[at + 4] > 0 && (transport[at + 5] & 0x40) != 0)
                keys.Add(at);
        }

        var tables = transport.AsSpan(0, 3 * 188).ToArray();
        var second = keys[1];
        var afterFirst = transport.Length;
        for (var at = keys[0] + 188; at < second; at += 188)
        {
            // payload_unit_start_indicator of the video's PID: the frame behind the key frame.
            if ((transport[at + 1] & 0x5F) == 0x41 && transport[at + 2] == 0)
            {
                afterFirst = at;
                break;
            }
        }

        return ([.. tables, .. transport.AsSpan(afterFirst, second - afterFirst)], [.. tables, .. transport.AsSpan(second)]);
    }
}

using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>StreamService.Stream: video that a client sends.</summary>
public sealed class PushTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Codec.H264, ""), InlineData(Codec.H264, "-bf 3"), InlineData(Codec.H265, ""), InlineData(Codec.Vp8, ""), InlineData(Codec.Vp9, "")]
    [InlineData(Codec.Av1, ""), InlineData(Codec.Jpeg, ""), InlineData(Codec.Png, "")]
    public async Task Every_unit_of_a_lossless_stream_gives_its_result_in_order_with_its_own_times(Codec codec, string extra)
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(codec));
        var units = Units.Of(codec, 50, extra: extra);
        foreach (var (data, pts) in units)
            await client.Send(new StreamRequest { Unit = new() { Data = ByteString.CopyFrom(data), Pts90Khz = pts, CaptureTime = Captured(pts) } });

        var ended = await client.Finish();

        Assert.Equal((50, 50, 0), (ended.Frames.Received, ended.Frames.Inferred, ended.ResultsDropped));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => (long)n), client.Results.Select(result => result.Sequence));
        Assert.Equal(units.Select(unit => unit.Pts).Order(), client.Results.Select(result => result.Pts90Khz));
        Assert.All(client.Results, result => Assert.Equal((160, 120, Captured(result.Pts90Khz)), (result.Width, result.Height, result.CaptureTime)));
        Assert.Equal(await client.Id, Assert.Single(client.Results.Select(result => result.StreamId).Distinct()));
        await Eventually.Be(async () => (await server.Http.GetAsync($"/v1/streams/{await client.Id}", TestContext.Current.CancellationToken)).StatusCode == System.Net.HttpStatusCode.NotFound, "the stream is gone");
    }

    [Theory]
    [InlineData(PixelFormat.Rgb24), InlineData(PixelFormat.I420), InlineData(PixelFormat.Nv12)]
    public async Task Raw_frames_give_what_the_model_sees_in_their_colours(PixelFormat format)
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Raw(format, 64, 64));
        var red = Red(format);
        for (var i = 0; i < 3; i++)
            await client.Send(new StreamRequest { Frame = new() { Data = ByteString.CopyFrom(red), Pts90Khz = i * 3000 } });

        await client.Finish();

        Assert.Equal(3, client.Results.Length);
        Assert.All(client.Results, result => Assert.Equal("thing0", Assert.Single(result.Objects).Label));
    }

    [Fact]
    public async Task A_live_stream_that_the_engine_cannot_follow_loses_frames_and_accounts_for_each()
    {
        await using var server = await ServerFixture.StartSlow(TimeSpan.FromMilliseconds(40));
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.H264, lossless: false));
        foreach (var (data, pts) in Units.Of(Codec.H264, 120))
            await client.Send(data, pts);

        var frames = (await client.Finish()).Frames;

        Assert.Equal(120, frames.Received);
        Assert.Equal(frames.Received, frames.Inferred + frames.Dropped.Values.Sum());
        Assert.InRange(frames.Dropped["superseded"], 1, 119);
        Assert.Equal(frames.Inferred, client.Results.Length);
        Assert.Equal(client.Results[^1].Sequence, client.Results.Sum(result => result.DroppedSinceLast) + client.Results.Length - 1);
    }

    // A clock that stood let one frame through, and then none.
    [Theory]
    [InlineData(0, "stands still"), InlineData(1 / 90.0, "too slow")]
    public async Task A_client_whose_clock_is_wrong_gets_the_frames_that_it_asked_for_and_its_own_times(double rate, string warning)
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var open = PushClient.Encoded(Codec.Jpeg, lossless: false);
        open.Options.TargetFps = 10;
        using var client = new PushClient(channel, open);
        var picture = Units.Of(Codec.Jpeg, 1)[0].Data;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        var sent = new HashSet<long>();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(9);)
        {
            var pts = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * 90_000 * rate);
            sent.Add(pts);
            await client.Send(picture, pts);
            await pace.WaitForNextTickAsync(Cancel);
        }

        var ended = await client.Finish();

        // Ten a second, less the two seconds that it takes to know such a clock.
        Assert.InRange(ended.Frames.Inferred, 30, 105);
        Assert.All(client.Results, result => Assert.Contains(result.Pts90Khz, sent));
        Assert.Contains(warning, ended.Warning, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_client_that_knows_no_times_has_each_frame_inferred(bool lossless)
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.H264, lossless));
        foreach (var (data, _) in Units.Of(Codec.H264, 50, extra: "-bf 0"))
        {
            await client.Send(data, 0);
            if (!lossless)
                await Task.Delay(20, Cancel);
        }

        var frames = (await client.Finish()).Frames;

        Assert.Equal(50, frames.Received);
        Assert.Equal(50, frames.Inferred + frames.Dropped["superseded"]);
        Assert.All(client.Results, result => Assert.Equal(0, result.Pts90Khz));
    }

    [Fact]
    public async Task Units_before_the_first_key_frame_are_dropped_and_give_their_credit_back()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.H264));
        var units = Units.Of(Codec.H264, 20);
        for (var i = 0; i < 100; i++)
            await client.Send(units[1].Data, i * 3000);
        foreach (var (data, pts) in units[10..])
            await client.Send(data, pts);

        var frames = (await client.Finish()).Frames;

        Assert.Equal((110, 10, 100), (frames.Received, frames.Inferred, frames.Dropped["waiting_keyframe"]));
    }

    [Fact]
    public async Task A_client_that_reads_no_results_stops_itself_and_nobody_else()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var deaf = channel.Streams().Stream(cancellationToken: Cancel);
        await deaf.RequestStream.WriteAsync(new() { Open = PushClient.Encoded(Codec.Jpeg) }, Cancel);
        var picture = Units.Of(Codec.Jpeg, 1)[0].Data;
        for (var i = 0; i < 32; i++)
            await deaf.RequestStream.WriteAsync(new() { Unit = new() { Data = ByteString.CopyFrom(picture), Pts90Khz = i } }, Cancel);

        using var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg));
        for (var i = 0; i < 200; i++)
            await client.Send(picture, i);
        Assert.Equal(200, (await client.Finish()).Frames.Inferred);
    }

    [Fact]
    public async Task A_unit_without_a_credit_ends_the_call()
    {
        await using var server = await ServerFixture.StartSlow(TimeSpan.FromMilliseconds(40));
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg));
        await client.Id;
        var picture = Units.Of(Codec.Jpeg, 1)[0].Data;
        for (var i = 0; i < 200 && !client.Completion.IsCompleted; i++)
            await client.SendAtOnce(new() { Unit = new() { Data = ByteString.CopyFrom(picture), Pts90Khz = i } });

        var fault = await client.Fails();

        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
        Assert.Contains("credit", fault.Status.Detail, StringComparison.Ordinal);
        await Eventually.Be(async () => (await server.Http.GetStringAsync("/v1/streams", TestContext.Current.CancellationToken)).Contains("[]", StringComparison.Ordinal), "the stream is gone");
    }

    [Fact]
    public async Task A_client_that_hangs_up_takes_its_stream_along()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg, lossless: false));
        var id = await client.Id;
        Assert.StartsWith("grpc://127.0.0.1:", (await server.Stream(id))["url"]!.GetValue<string>(), StringComparison.Ordinal);

        client.Dispose();

        await Eventually.Be(async () => (await server.Http.GetAsync($"/v1/streams/{id}", TestContext.Current.CancellationToken)).StatusCode == System.Net.HttpStatusCode.NotFound, "the stream is gone");
    }

    [Fact]
    public async Task Whoever_removes_the_stream_ends_the_call()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg));
        using var removed = await server.Http.DeleteAsync($"/v1/streams/{await client.Id}", TestContext.Current.CancellationToken);

        Assert.Equal(StatusCode.Aborted, (await client.Fails()).StatusCode);
    }

    [Fact]
    public async Task Damaged_units_are_counted_and_the_stream_goes_on()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg));
        var picture = Units.Of(Codec.Jpeg, 1)[0].Data;
        byte[] rubbish = [1, 2, 3, 4, 5];
        for (var i = 0; i < 90; i++)
            await client.Send(i % 3 == 0 ? rubbish : picture, i * 3000);

        var frames = (await client.Finish()).Frames;

        Assert.Equal((90, 60, 30), (frames.Received, frames.Inferred, frames.Dropped["decode_error"]));
    }

    // Made-up ids were the time in milliseconds: of streams opened at once all but one were refused.
    [Fact]
    public async Task Streams_without_an_id_may_be_opened_at_once()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var clients = Enumerable.Range(0, 50).Select(_ => new PushClient(channel, PushClient.Encoded(Codec.Jpeg))).ToList();
        var ids = await Task.WhenAll(clients.Select(client => client.Id));
        Assert.Equal(50, ids.Distinct().Count());
        clients.ForEach(client => client.Dispose());
    }

    private static Timestamp Captured(long pts) => new() { Seconds = 1_790_000_000 + pts / 90_000, Nanos = (int)(pts % 90_000 * 11_111) };

    /// <summary>64x64, BT.601 limited where it is YUV.</summary>
    private static byte[] Red(PixelFormat format)
    {
        const int luma = 64 * 64, chroma = 32 * 32;
        return format switch
        {
            PixelFormat.Rgb24 => [.. Enumerable.Repeat(new byte[] { 255, 0, 0 }, luma).SelectMany(pixel => pixel)],
            PixelFormat.I420 => [.. Enumerable.Repeat((byte)81, luma), .. Enumerable.Repeat((byte)90, chroma), .. Enumerable.Repeat((byte)240, chroma)],
            _ => [.. Enumerable.Repeat((byte)81, luma), .. Enumerable.Repeat(new byte[] { 90, 240 }, chroma).SelectMany(pair => pair)],
        };
    }
}

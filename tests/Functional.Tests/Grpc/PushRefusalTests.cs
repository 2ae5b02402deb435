using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>Bad requests of StreamService.Stream: a status, and a message that names the field and the bound.</summary>
public sealed class PushRefusalTests : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServerFixture _server = null!;
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerFixture.Start();
        _channel = GrpcClients.Connect(_server.Grpc);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, StatusCode, string> BadOpens => new()
    {
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"conf":1.5}}""", StatusCode.InvalidArgument, "open.options.conf: must be in 0..1" },
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"conf":"NaN"}}""", StatusCode.InvalidArgument, "open.options.conf: must be in 0..1" },
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"maxDet":0}}""", StatusCode.InvalidArgument, "open.options.max_det: must be in 1..1000" },
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"id":".."}}""", StatusCode.InvalidArgument, "open.options.id: must be 1..128" },
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"url":"test://people"}}""", StatusCode.InvalidArgument, "open.options.url: is not for a stream" },
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"model":"nobody"}}""", StatusCode.NotFound, "model: no model is called 'nobody'" },
        { """{"encoded":{"codec":"CODEC_H264"},"options":{"classes":{"labels":["unicorn"]}}}""", StatusCode.FailedPrecondition, "classes: 'unicorn'" },
        { """{"encoded":{}}""", StatusCode.InvalidArgument, "open.encoded.codec: 0" },
        { """{"encoded":{"codec":99}}""", StatusCode.InvalidArgument, "open.encoded.codec: 99" },
        { """{"options":{}}""", StatusCode.InvalidArgument, "open.format: encoded or raw is required" },
        { """{"raw":{"pixelFormat":"PIXEL_FORMAT_I420","width":0,"height":5}}""", StatusCode.InvalidArgument, "open.raw.width: is 0; it must be in 1..16384" },
        { """{"raw":{"pixelFormat":"PIXEL_FORMAT_I420","width":5,"height":16385}}""", StatusCode.InvalidArgument, "open.raw.height: is 16385" },
        { """{"raw":{"width":5,"height":5}}""", StatusCode.InvalidArgument, "open.raw.pixel_format: 0" },
    };

    [Theory, MemberData(nameof(BadOpens))]
    public async Task A_bad_open_is_refused(string open, StatusCode status, string message)
    {
        using var client = new PushClient(_channel, JsonParser.Default.Parse<OpenStream>(open));
        var fault = await client.Fails();
        Assert.Equal((status, message), (fault.StatusCode, fault.Status.Detail[..Math.Min(message.Length, fault.Status.Detail.Length)]));
    }

    public static TheoryData<string, string> BadUnits => new()
    {
        { """{"frame":{"data":"AAAA"}}""", "frame.data: has 3 bytes; 2x2 I420 has 6" },
        { """{"unit":{"data":"AAAA"}}""", "unit: the stream was opened for raw frames" },
        { """{"open":{}}""", "open: may come once" },
        { "{}", "message: is empty" },
        { """{"frame":{"data":"AAAAAAAA","captureTime":"9999-12-31T23:59:59.999999999Z"}}""", "" },
    };

    [Theory, MemberData(nameof(BadUnits))]
    public async Task A_bad_unit_ends_the_call_and_says_why(string unit, string message)
    {
        using var client = new PushClient(_channel, PushClient.Raw(PixelFormat.I420, 2, 2));
        await client.Send(JsonParser.Default.Parse<StreamRequest>(unit));
        if (message is "")
        {
            // The last moment of the calendar is a time.
            await client.Finish();
            return;
        }

        var fault = await client.Fails();
        Assert.Equal((StatusCode.InvalidArgument, message), (fault.StatusCode, fault.Status.Detail));
    }

    [Fact]
    public async Task An_impossible_capture_time_is_refused()
    {
        using var client = new PushClient(_channel, PushClient.Raw(PixelFormat.I420, 2, 2));
        await client.Send(new StreamRequest { Frame = new() { Data = ByteString.CopyFrom(new byte[6]), CaptureTime = new() { Seconds = long.MaxValue } } });
        Assert.Contains("capture_time", (await client.Fails()).Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_that_comes_first_is_refused()
    {
        using var call = _channel.Streams().Stream(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Unit = new() { Data = ByteString.CopyFromUtf8("x") } }, Cancel);
        var fault = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.Next(Cancel));
        Assert.Equal((StatusCode.InvalidArgument, "open: must be the first message"), (fault.StatusCode, fault.Status.Detail));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused_and_its_owner_undisturbed()
    {
        var open = PushClient.Encoded(Codec.Jpeg);
        open.Options.Id = "door";
        using var first = new PushClient(_channel, open);
        await first.Id;
        using var second = new PushClient(_channel, open);
        Assert.Equal(StatusCode.AlreadyExists, (await second.Fails()).StatusCode);
        await first.Send(Units.Of(Codec.Jpeg, 1)[0].Data, 0);
        Assert.Equal(1, (await first.Finish()).Frames.Inferred);
    }
}

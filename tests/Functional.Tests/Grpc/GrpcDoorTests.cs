using Google.Protobuf;
using GrpcHosting;
using GrpcHosting.Health.V1;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>The other methods of the gRPC port.</summary>
public sealed class GrpcDoorTests
{
    private const string TestSource = "test://people?count=1&size=320x240";

    [Fact]
    public async Task Streams_are_created_listed_changed_and_removed_as_by_REST()
    {
        await using var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        var created = await Admin<CreateStreamRequest, StreamInfo>(channel, "CreateStream", new() { Options = new() { Id = "door", Url = TestSource, Conf = 0.5f } });
        Assert.Equal(("door", 0.5f, 0.7f), (created.Id, created.Options.Conf, created.Options.Iou));
        Assert.Equal("door", Assert.Single((await Admin<ListStreamsRequest, ListStreamsResponse>(channel, "ListStreams", new())).Streams).Id);

        await Admin<UpdateStreamRequest, StreamInfo>(channel, "UpdateStream", new() { Id = "door", Options = new() { MaxDet = 7, Classes = new() { Labels = { "thing1" } } } });
        var changed = (await server.Stream("door"))["options"]!;
        Assert.Equal((7, 0.5, "thing1"), (changed["maxDet"]!.GetValue<int>(), changed["conf"]!.GetValue<double>(), changed["classes"]![0]!.GetValue<string>()));
        var cleared = await Admin<UpdateStreamRequest, StreamInfo>(channel, "UpdateStream", new() { Id = "door", Options = new() { Classes = new() } });
        Assert.Empty(cleared.Options.Classes.Labels);

        await Eventually.Be(async () => (await Get(channel, "door")).Frames.Inferred > 0, "frames are inferred");
        var seen = await Get(channel, "door");
        Assert.Equal((StreamState.Live, 320, 240, "raw"), (seen.State, seen.Session.Width, seen.Session.Height, seen.Session.Codec));
        var moved = await Admin<UpdateStreamRequest, StreamInfo>(channel, "UpdateStream", new() { Id = "door", Options = new() { Url = TestSource + "&seed=2" } });
        Assert.Equal((TestSource + "&seed=2", 0.5f), (moved.Options.Url, moved.Options.Conf));
        await Eventually.Be(async () => await Get(channel, "door") is { State: StreamState.Live } live && live.Session.Id != seen.Session.Id, "it goes on in a new session");
        await Admin<DeleteStreamRequest, DeleteStreamResponse>(channel, "DeleteStream", new() { Id = "door" });
        Assert.Equal(GrpcStatus.NotFound, (await Assert.ThrowsAsync<GrpcException>(() => Get(channel, "door"))).Status);
    }

    public static TheoryData<string, GrpcStatus, string> BadStreams => new()
    {
        { """{"options":{"url":"test://people","iou":7}}""", GrpcStatus.InvalidArgument, "options.iou: must be in 0..1" },
        { """{"options":{}}""", GrpcStatus.InvalidArgument, "options.url: is required" },
        { "{}", GrpcStatus.InvalidArgument, "options.url: is required" },
        { """{"options":{"url":"gopher://x"}}""", GrpcStatus.InvalidArgument, "options.url: protocol 'gopher' is not allowed" },
        { """{"options":{"url":"test://people","model":"nobody"}}""", GrpcStatus.NotFound, "model: no model is called 'nobody'" },
    };

    [Theory, MemberData(nameof(BadStreams))]
    public async Task A_bad_stream_is_refused(string request, GrpcStatus status, string message)
    {
        await using var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        var fault = await Assert.ThrowsAsync<GrpcException>(() => Admin<CreateStreamRequest, StreamInfo>(channel, "CreateStream", JsonParser.Default.Parse<CreateStreamRequest>(request)));
        Assert.Equal(status, fault.Status);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribers_read_what_WebSockets_read_until_the_stream_ends()
    {
        await using var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        var id = await server.Create(new { url = TestSource });
        using var call = await channel.ServerStreamingAsync<SubscribeRequest, FrameResult>(StreamMethods.Subscribe, new() { StreamId = id });
        var results = new List<FrameResult>();
        for (var i = 0; i < 5; i++)
            results.Add((await call.ReadAsync())!);
        Assert.Equal(results.Select(result => result.Sequence).Order(), results.Select(result => result.Sequence));

        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", TestContext.Current.CancellationToken);
        await foreach (var _ in call.ReadAllAsync())
        {
            // Until the end, which is no error.
        }

        using var unknown = await channel.ServerStreamingAsync<SubscribeRequest, FrameResult>(StreamMethods.Subscribe, new() { StreamId = id });
        Assert.Equal(GrpcStatus.NotFound, (await Assert.ThrowsAsync<GrpcException>(async () => await unknown.ReadAsync())).Status);
    }

    [Fact]
    public async Task A_picture_gives_by_gRPC_what_it_gives_by_REST()
    {
        await using var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        var picture = ServeMedia.Picture("jpg");
        var result = await channel.UnaryAsync<DetectRequest, FrameResult>(StreamMethods.Detect, new() { Image = ByteString.CopyFrom(picture) });
        using var rest = await ServeDetectTests.Detect(server, picture);
        var found = (await rest.Json())["objects"]![0]!;
        Assert.Equal((found.Text("label"), found["score"]!.GetValue<float>()), (Assert.Single(result.Objects).Label, result.Objects[0].Score));

        foreach (var (request, status, message) in new (DetectRequest, GrpcStatus, string)[]
        {
            (new() { Image = ByteString.CopyFromUtf8("no picture") }, GrpcStatus.Unimplemented, "image: "),
            (new() { Image = ByteString.CopyFrom(picture[..100]) }, GrpcStatus.InvalidArgument, "image: "),
            (new() { Image = ByteString.CopyFrom(picture), Conf = -1 }, GrpcStatus.InvalidArgument, "conf: must be in 0..1"),
            (new() { Image = ByteString.CopyFrom(picture), Model = "nobody" }, GrpcStatus.NotFound, "model: "),
            (new() { Image = ByteString.CopyFrom(picture), Classes = { "unicorn" } }, GrpcStatus.InvalidArgument, "classes: "),
        })
        {
            var fault = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync<DetectRequest, FrameResult>(StreamMethods.Detect, request));
            Assert.True(fault.Status == status && fault.Message.StartsWith(message, StringComparison.Ordinal), $"{fault.Status}: {fault.Message}");
        }
    }

    [Fact]
    public async Task Models_are_listed_with_what_a_client_must_know()
    {
        await using var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        var models = (await Admin<ListModelsRequest, ListModelsResponse>(channel, "ListModels", new())).Models.ToDictionary(model => model.Name);
        Assert.True(models[ServerFixture.Detect].IsDefault);
        Assert.Equal(("pose", 17, false), (models[ServerFixture.Pose].Task, models[ServerFixture.Pose].Keypoints, models[ServerFixture.Pose].IsDefault));
    }

    [Fact]
    public async Task Health_is_serving_while_the_server_is_ready()
    {
        await using var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        var check = HealthReflection.Descriptor.Services[0].FindMethodByName("Check");
        foreach (var service in new[] { "", "stream.v1.StreamService", "stream.v1.StreamAdmin" })
        {
            var answer = await channel.UnaryAsync<HealthCheckRequest, HealthCheckResponse>(check, new() { Service = service });
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
        }
    }

    [Fact]
    public async Task A_stop_ends_calls_with_UNAVAILABLE_after_their_last_results()
    {
        var server = await ServerFixture.Start();
        using var channel = new GrpcChannel(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg));
        var picture = Units.Of(Codec.Jpeg, 1)[0].Data;
        for (var i = 0; i < 10; i++)
            await client.Send(picture, i);
        await Eventually.Be(() => client.Results.Length == 10, "all results are there");
        var stopping = server.DisposeAsync();
        Assert.Equal(GrpcStatus.Unavailable, (await client.Fails()).Status);
        await stopping;
    }

    private static Task<StreamInfo> Get(GrpcChannel channel, string id) => Admin<GetStreamRequest, StreamInfo>(channel, "GetStream", new() { Id = id });

    private static Task<TResponse> Admin<TRequest, TResponse>(GrpcChannel channel, string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.UnaryAsync<TRequest, TResponse>(StreamMethods.Admin(method), request);
}

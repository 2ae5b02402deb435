using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Load;
using Microsoft.Extensions.DependencyInjection;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>The other methods of the gRPC port.</summary>
public sealed class GrpcEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string TestSource = "test://people?count=1&size=320x240";

    [Fact]
    public async Task Streams_are_created_listed_changed_and_removed_as_by_REST()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var created = await channel.Admin().CreateStreamAsync(new() { Options = new() { Id = "door", Url = TestSource, Conf = 0.5f } }, cancellationToken: Cancel);
        Assert.Equal(("door", 0.5f, 0.7f), (created.Id, created.Options.Conf, created.Options.Iou));
        Assert.Equal("door", Assert.Single((await channel.Admin().ListStreamsAsync(new(), cancellationToken: Cancel)).Streams).Id);

        await channel.Admin().UpdateStreamAsync(new() { Id = "door", Options = new() { MaxDet = 7, Classes = new() { Labels = { "thing1" } } } }, cancellationToken: Cancel);
        var changed = (await server.Stream("door"))["options"]!;
        Assert.Equal((7, 0.5, "thing1"), (changed["maxDet"]!.GetValue<int>(), changed["conf"]!.GetValue<double>(), changed["classes"]![0]!.GetValue<string>()));
        var cleared = await channel.Admin().UpdateStreamAsync(new() { Id = "door", Options = new() { Classes = new() } }, cancellationToken: Cancel);
        Assert.Empty(cleared.Options.Classes.Labels);

        await Eventually.Be(async () => (await Get(channel, "door")).Frames.Inferred > 0, "frames are inferred");
        var seen = await Get(channel, "door");
        Assert.Equal((StreamState.Live, 320, 240, "raw"), (seen.State, seen.Session.Width, seen.Session.Height, seen.Session.Codec));
        var moved = await channel.Admin().UpdateStreamAsync(new() { Id = "door", Options = new() { Url = TestSource + "&seed=2" } }, cancellationToken: Cancel);
        Assert.Equal((TestSource + "&seed=2", 0.5f), (moved.Options.Url, moved.Options.Conf));
        await Eventually.Be(async () => await Get(channel, "door") is { State: StreamState.Live } live && live.Session.Id != seen.Session.Id, "it goes on in a new session");
        await channel.Admin().DeleteStreamAsync(new() { Id = "door" }, cancellationToken: Cancel);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Get(channel, "door"))).StatusCode);
    }

    public static TheoryData<string, StatusCode, string> BadStreams => new()
    {
        { """{"options":{"url":"test://people","iou":7}}""", StatusCode.InvalidArgument, "options.iou: must be in 0..1" },
        { """{"options":{}}""", StatusCode.InvalidArgument, "options.url: is required" },
        { "{}", StatusCode.InvalidArgument, "options.url: is required" },
        { """{"options":{"url":"gopher://x"}}""", StatusCode.InvalidArgument, "options.url: protocol 'gopher' is not allowed" },
        { """{"options":{"url":"test://people","model":"nobody"}}""", StatusCode.NotFound, "model: no model is called 'nobody'" },
    };

    [Theory, MemberData(nameof(BadStreams))]
    public async Task A_bad_stream_is_refused(string request, StatusCode status, string message)
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.Admin().CreateStreamAsync(JsonParser.Default.Parse<CreateStreamRequest>(request), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(status, fault.StatusCode);
        Assert.StartsWith(message, fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribers_read_what_WebSockets_read_until_the_stream_ends()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var id = await server.Create(new { url = TestSource });
        using var call = channel.Streams().Subscribe(new() { StreamId = id }, cancellationToken: Cancel);
        var results = new List<FrameResult>();
        for (var i = 0; i < 5; i++)
            results.Add((await call.ResponseStream.Next(Cancel))!);
        Assert.Equal(results.Select(result => result.Sequence).Order(), results.Select(result => result.Sequence));

        using var removed = await server.Http.DeleteAsync($"/v1/streams/{id}", TestContext.Current.CancellationToken);
        await foreach (var _ in call.ResponseStream.ReadAllAsync(Cancel))
        {
            // Until the end, which is no error.
        }

        using var unknown = channel.Streams().Subscribe(new() { StreamId = id }, cancellationToken: Cancel);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => unknown.ResponseStream.Next(Cancel))).StatusCode);
    }

    [Fact]
    public async Task A_picture_gives_by_gRPC_what_it_gives_by_REST()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var picture = ServeMedia.Picture("jpg");
        var result = await channel.Streams().DetectAsync(new() { Image = ByteString.CopyFrom(picture) }, cancellationToken: Cancel);
        using var rest = await ServeDetectTests.Detect(server, picture);
        var found = (await rest.Json())["objects"]![0]!;
        Assert.Equal((found.Text("label"), found["score"]!.GetValue<float>()), (Assert.Single(result.Objects).Label, result.Objects[0].Score));

        foreach (var (request, status, message) in new (DetectRequest, StatusCode, string)[]
        {
            (new() { Image = ByteString.CopyFromUtf8("no picture") }, StatusCode.Unimplemented, "image: "),
            (new() { Image = ByteString.CopyFrom(picture[..100]) }, StatusCode.InvalidArgument, "image: "),
            (new() { Image = ByteString.CopyFrom(picture), Conf = -1 }, StatusCode.InvalidArgument, "conf: must be in 0..1"),
            (new() { Image = ByteString.CopyFrom(picture), Model = "nobody" }, StatusCode.NotFound, "model: "),
            (new() { Image = ByteString.CopyFrom(picture), Classes = { "unicorn" } }, StatusCode.InvalidArgument, "classes: "),
        })
        {
            var fault = await Assert.ThrowsAsync<RpcException>(() => channel.Streams().DetectAsync(request, cancellationToken: Cancel).ResponseAsync);
            Assert.True(fault.StatusCode == status && fault.Status.Detail.StartsWith(message, StringComparison.Ordinal), $"{fault.StatusCode}: {fault.Status.Detail}");
        }
    }

    [Fact]
    public async Task Models_are_listed_with_what_a_client_must_know()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var models = (await channel.Admin().ListModelsAsync(new(), cancellationToken: Cancel)).Models.ToDictionary(model => model.Name);
        Assert.True(models[ServerFixture.Detect].IsDefault);
        Assert.Equal(("pose", 17, false), (models[ServerFixture.Pose].Task, models[ServerFixture.Pose].Keypoints, models[ServerFixture.Pose].IsDefault));
    }

    [Fact]
    public async Task Health_is_serving_while_the_server_is_ready()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var health = new Health.HealthClient(channel);
        foreach (var service in new[] { "", "stream.v1.StreamService", "stream.v1.StreamAdmin", "inference.GRPCInferenceService" })
        {
            var answer = await health.CheckAsync(new() { Service = service }, cancellationToken: Cancel);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
        }
    }

    [Fact]
    public async Task Whoever_watches_health_hears_when_the_server_drains()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var health = new Health.HealthClient(channel);
        using var watch = health.Watch(new() { Service = "stream.v1.StreamService" }, cancellationToken: Cancel);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await watch.ResponseStream.Next(Cancel))!.Status);
        // The first status is made for the watcher, the others are changes of what is published each second: a server that drains before that was never up.
        await Eventually.Be(() => IsPublished(server), "health is published");
        await server.Services.GetRequiredService<Streaming.Streams.StreamRegistry>().DrainAsync();
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, (await health.CheckAsync(new(), cancellationToken: Cancel)).Status);
        var told = HealthCheckResponse.Types.ServingStatus.Serving;
        while (told == HealthCheckResponse.Types.ServingStatus.Serving)
            told = (await watch.ResponseStream.Next(Cancel))!.Status;
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, told);
    }

    [Fact]
    public async Task A_service_that_is_not_known_has_no_health()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var fault = await Assert.ThrowsAsync<RpcException>(() => new Health.HealthClient(channel).CheckAsync(new() { Service = "nobody" }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
    }

    [Fact]
    public async Task A_stop_ends_calls_with_UNAVAILABLE_after_their_last_results()
    {
        var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var client = new PushClient(channel, PushClient.Encoded(Codec.Jpeg));
        var picture = Units.Of(Codec.Jpeg, 1)[0].Data;
        for (var i = 0; i < 10; i++)
            await client.Send(picture, i);
        await Eventually.Be(() => client.Results.Length == 10, "all results are there");
        var stopping = server.DisposeAsync();
        Assert.Equal(StatusCode.Unavailable, (await client.Fails()).StatusCode);
        await stopping;
    }

    private static async Task<StreamInfo> Get(GrpcChannel channel, string id) => await channel.Admin().GetStreamAsync(new() { Id = id });

    private static async Task<bool> IsPublished(ServerFixture server)
    {
        try
        {
            var published = server.Services.GetRequiredService<HealthServiceImpl>();
            return (await published.Check(new() { Service = "stream.v1.StreamService" }, null!)).Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (RpcException)
        {
            // Not yet known.
            return false;
        }
    }
}

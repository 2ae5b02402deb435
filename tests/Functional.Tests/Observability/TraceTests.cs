using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Observability;

/// <summary>Spans as a collector gets them.</summary>
public sealed class TraceTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Caller = "b7ad6b7169203331";

    private static readonly string[] Stages = ["decode", "queue", "preprocess", "infer", "postprocess", "publish"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_and_the_runs_that_they_were_in_are_linked_both_ways_and_results_name_their_trace()
    {
        await using var receiver = await OtlpReceiver.Start();
        var results = new List<FrameResult>();
        await using (var server = await Traced(receiver, 1))
        {
            using var viewer = await ServeSubscriber.Connect(server.Address, "gate");
            while (results.Count < 5)
                results.Add((await viewer.Next())!);
            await Stop(server);
        }

        var spans = receiver.Spans;
        var frames = spans.Where(span => span is { Name: "frame" } && span.Tags.ContainsKey("stream.sequence")).ToList();
        var runs = spans.Where(span => span.Name == "batch").ToDictionary(span => (span.Trace, span.Id));
        Assert.True(frames.Count >= 5, $"{frames.Count} frames, {runs.Count} runs, {spans.Count} spans");
        Assert.All(frames, frame =>
        {
            Assert.Equal(("stream", "", "gate"), (frame.Service, frame.Parent, frame.Tags["stream.id"]));
            var run = runs[frame.Links.Single(runs.ContainsKey)];
            Assert.Contains((frame.Trace, frame.Id), run.Links);
            Assert.Contains(spans, span => span.Name.StartsWith("POST /v1/streams", StringComparison.Ordinal) && frame.Links.Contains((span.Trace, span.Id)));
            Assert.Equal(("tiny", frame.Tags["stream.batch_size"]), (run.Tags["stream.model"], run.Tags["stream.batch_size"]));
            var stages = spans.Where(span => span.Parent == frame.Id).OrderBy(span => Array.IndexOf(Stages, span.Name)).ToList();
            Assert.Equal(Stages, stages.Select(stage => stage.Name));
            Assert.All(stages, stage => Assert.True(stage.Trace == frame.Trace && stage.Start <= stage.End && stage.End <= frame.End, $"{stage} in {frame}"));
            Assert.All(stages.Zip(stages.Skip(1)), pair => Assert.True(pair.First.Start <= pair.Second.Start, $"{pair.Second} before {pair.First}"));
        });
        Assert.All(results, result => Assert.Contains(frames, frame => result.Traceparent == $"00-{frame.Trace}-{frame.Id}-01"));
    }

    [Fact]
    public async Task A_traceparent_of_HTTP_or_gRPC_is_the_parent_of_its_request_and_a_run_links_to_that()
    {
        await using var receiver = await OtlpReceiver.Start();
        // Nothing but what callers ask for.
        await using (var server = await Traced(receiver, 1e-12))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/detect") { Content = new ByteArrayContent(ServeMedia.Picture("jpg")), Headers = { { "traceparent", $"00-{Trace}-{Caller}-01" } } };
            using var answer = await server.Http.SendAsync(request, Cancel);
            Assert.True(answer.IsSuccessStatusCode, server.Output);
            using var channel = GrpcClients.Connect(server.Grpc);
            var picture = new DetectRequest { Image = Google.Protobuf.ByteString.CopyFrom(ServeMedia.Picture("png")) };
            await channel.Streams().DetectAsync(picture, new Metadata { { "traceparent", $"00-{Trace}-{Caller}-01" } }, cancellationToken: Cancel);
            await Stop(server);
        }

        var requests = receiver.Spans.Where(span => span.Trace == Trace).ToList();
        Assert.Equal(["POST /stream.v1.StreamService/Detect", "POST /v1/detect"], requests.Select(request => request.Name).Order());
        Assert.All(requests, request =>
        {
            Assert.Equal(Caller, request.Parent);
            Assert.Equal(("POST", "200"), (request.Tags["http.request.method"], request.Tags["http.response.status_code"]));
            Assert.Equal(request.Name, $"POST {request.Tags["http.route"]}");
            Assert.Contains(receiver.Spans, span => span.Name == "batch" && span.Links.Contains((request.Trace, request.Id)));
        });
        Assert.DoesNotContain(receiver.Spans, span => span.Name == "frame");
    }

    private static Task<ServerProcess> Traced(OtlpReceiver receiver, double ratio) =>
        TinyServer.Start($"Tracing:Ratio={ratio}", $"Tracing:Endpoint={receiver.Address}", "Tracing:Protocol=Http", "Inference:MaxBatchSize=4");

    /// <summary>What it has not sent by then, it sends.</summary>
    private static async Task Stop(ServerProcess server)
    {
        server.Signal("TERM");
        Assert.Equal(0, await server.Exit());
    }
}

using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Microsoft.Extensions.DependencyInjection;
using Server.KServe;
using Wire.KServe;
using Xunit;

namespace Functional.Tests.KServe;

public sealed class KServeGrpcTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tensor_comes_back_in_the_form_it_was_sent()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var tensor = KServeTensor.Noise(3);
        var (shape, values) = tensor.RunAlone();

        var raw = await channel.Infer(KServeMethods.Raw(tensor, "raw"));
        Assert.Equal(("raw", "tiny", "1"), (raw.Id, raw.ModelName, raw.ModelVersion));
        Assert.Equal(shape, Assert.Single(raw.Outputs).Shape);
        Assert.Null(raw.Outputs[0].Contents);
        Assert.Equal(values, MemoryMarshal.Cast<byte, float>(Assert.Single(raw.RawOutputContents).Span).ToArray(), KServeAnswer.Near);

        var numbers = await channel.Infer(KServeMethods.Numbers(tensor));
        Assert.Empty(numbers.RawOutputContents);
        Assert.Equal(values, numbers.Outputs[0].Contents.Fp32Contents, KServeAnswer.Near);
    }

    public static TheoryData<string, string> BadInputs => new()
    {
        { """{"inputs":[]}""", "inputs: has 0 tensors" },
        { """{"rawInputContents":[]}""", "raw_input_contents: has 0 entries; expected one, for input 'images'" },
        { """{"rawInputContents":["AAAA","AAAA"]}""", "raw_input_contents: has 2 entries" },
        { """{"rawInputContents":["AAAA"]}""", "input 'images': has 3 bytes; its shape needs 12288" },
        { """{"inputs":[{"name":"images","datatype":"FP32","shape":[1,3,32,32],"contents":{"fp32Contents":[1]}}]}""", "input 'images': has contents, and the request has raw_input_contents" },
        { """{"inputs":[{"name":"images","datatype":"FP32","shape":[1,3,32,32],"contents":{"fp32Contents":[1]}}],"rawInputContents":[]}""", "input 'images': has 1 fp32_contents; its shape needs 3072" },
        { """{"inputs":[{"name":"images","datatype":"FP32","shape":[1,3,32,32],"contents":{"intContents":[1]}}],"rawInputContents":[]}""", "input 'images': has 0 fp32_contents; its shape needs 3072" },
        { """{"outputs":[{"name":"output1"}]}""", "outputs[0].name: is 'output1'; the model's output is 'output0'" },
    };

    /// <param name="change">Fields that replace those of a sound request.</param>
    [Theory, MemberData(nameof(BadInputs))]
    public async Task What_is_wrong_with_a_request_is_named(string change, string told)
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var request = JsonNode.Parse(JsonFormatter.Default.Format(KServeMethods.Raw(KServeTensor.Noise(1, 32, 32))))!;
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            request[name] = value!.DeepClone();
        await Fails(channel, JsonParser.Default.Parse<ModelInferRequest>(request.ToJsonString()), StatusCode.InvalidArgument, told);
    }

    [Fact]
    public async Task Faults_have_the_statuses_that_clients_act_on()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        var tensor = KServeTensor.Noise(1);
        await Fails(channel, KServeMethods.Raw(tensor, model: "nobody"), StatusCode.NotFound, "no model is called 'nobody'");
        await Fails(channel, new(KServeMethods.Raw(tensor)) { ModelVersion = "7" }, StatusCode.NotFound, "model 'tiny' has no version '7'");
        await Fails(channel, KServeMethods.Raw(tensor, model: ServerFixture.Pose), StatusCode.Unavailable, "model 'tiny-pose' is being loaded");

        var limit = server.Services.GetRequiredService<InferLimit>();
        var taken = Enumerable.Range(0, 32).Select(_ => limit.TryAcquire()).ToArray();
        await Fails(channel, KServeMethods.Raw(tensor), StatusCode.ResourceExhausted, "32 requests are inside");
        taken[0]!.Dispose();
        await channel.Infer(KServeMethods.Raw(tensor));
    }

    [Fact]
    public async Task A_streams_responses_keep_the_order_of_its_requests_and_errors_do_not_end_it()
    {
        await using var server = await ServerFixture.Start(("Inference:Lanes", "2"), ("Inference:MaxBatchSize", "2"));
        using var channel = GrpcClients.Connect(server.Grpc);
        using var call = channel.InferStream(Cancel);
        var (one, three) = (KServeTensor.Noise(1, 32, 32), KServeTensor.Noise(3));
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                await call.RequestStream.WriteAsync(KServeMethods.Raw(i % 2 == 0 ? three : one, $"{i}", i % 5 == 4 ? "nobody" : "tiny"), Cancel);
            await call.RequestStream.CompleteAsync();
        }, Cancel);

        for (var i = 0; i < 60; i++)
        {
            var response = (await call.ResponseStream.Next(Cancel))!;
            Assert.Equal($"{i}", response.InferResponse.Id);
            Assert.Matches(i % 5 == 4 ? "^no model is called 'nobody'; there are " : "^$", response.ErrorMessage);
            Assert.Equal(i % 5 == 4 ? 0 : i % 2 == 0 ? 3 : 1, response.InferResponse.Outputs.FirstOrDefault()?.Shape[0] ?? 0);
        }

        Assert.Null(await call.ResponseStream.Next(Cancel));
        await writing;
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_held_back_and_may_go_on_later()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var call = channel.InferStream(Cancel);
        // Half a megabyte a response: the windows of HTTP/2 are full long before the last.
        var request = KServeMethods.Raw(KServeTensor.Noise(8));
        const int Total = 60;
        var sent = 0;
        var writing = Task.Run(async () =>
        {
            for (; sent < Total; Interlocked.Increment(ref sent))
                await call.RequestStream.WriteAsync(request, Cancel);
            await call.RequestStream.CompleteAsync();
        }, Cancel);

        await Eventually.Be(async () =>
        {
            var before = (Volatile.Read(ref sent), (await server.Statistics()).Number("inference_count"));
            await Task.Delay(300, Cancel);
            return before.Item1 > 0 && before == (Volatile.Read(ref sent), (await server.Statistics()).Number("inference_count"));
        }, "the client is held back");
        Assert.InRange(Volatile.Read(ref sent), 1, Total - 1);
        Assert.InRange(server.Services.GetRequiredService<InferLimit>().Count, 0, 8);

        var read = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync(Cancel))
        {
            Assert.Equal("", response.ErrorMessage);
            read++;
        }

        await writing;
        Assert.Equal(Total, read);
    }

    [Fact]
    public async Task A_stream_whose_client_goes_away_leaves_nothing_behind()
    {
        await using var server = await ServerFixture.Start();
        using var channel = GrpcClients.Connect(server.Grpc);
        using var gone = new CancellationTokenSource();
        using (var call = channel.InferStream(gone.Token))
        {
            for (var i = 0; i < 4; i++)
                await call.RequestStream.WriteAsync(KServeMethods.Raw(KServeTensor.Noise(8)), Cancel);
            await call.ResponseStream.Next(Cancel);
            await gone.CancelAsync();
        }

        await Eventually.Be(() => server.Services.GetRequiredService<InferLimit>().Count == 0, "all places are free");
        await channel.Infer(KServeMethods.Raw(KServeTensor.Noise(1)));
    }

    [Fact]
    public async Task A_server_that_stops_ends_streams_that_wait_for_requests()
    {
        var server = await ServerFixture.Start(("Server:DrainSeconds", "3600"));
        using var channel = GrpcClients.Connect(server.Grpc);
        using var call = channel.InferStream(Cancel);
        await call.RequestStream.WriteAsync(KServeMethods.Raw(KServeTensor.Noise(1), "first"), Cancel);
        Assert.Equal("first", (await call.ResponseStream.Next(Cancel))!.InferResponse.Id);
        var stopping = server.DisposeAsync();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.Next(Cancel))).StatusCode);
        await stopping;
    }

    private static async Task Fails(GrpcChannel channel, ModelInferRequest request, StatusCode status, string told)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.Infer(request));
        Assert.Equal(status, fault.StatusCode);
        Assert.StartsWith(told, fault.Status.Detail, StringComparison.Ordinal);
    }
}

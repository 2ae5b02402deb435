using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests.Calls;

public sealed class CompressionTests : IAsyncLifetime
{
    private GrpcServer _server = null!;
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await GrpcServer.StartAsync();
        _channel = _server.Connect();
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _server.DisposeAsync();
    }

    // The server itself says whether a message came compressed.
    [Fact]
    public async Task Each_request_message_says_for_itself_whether_it_is_compressed()
    {
        using var call = _channel.ClientStreaming<StreamingInputCallRequest, StreamingInputCallResponse>(Call.Input, new() { Compress = true });
        foreach (var compressed in new[] { true, false, true })
        {
            call.Compress = compressed;
            await call.WriteAsync(new() { Payload = Call.Payload(27182), ExpectCompressed = new() { Value = compressed } });
        }
        Assert.Equal(3 * 27182, (await call.FinishAsync()).AggregatedPayloadSize);
    }

    [Fact]
    public async Task The_probe_of_the_interoperability_cases_finds_that_the_server_looks()
    {
        var fault = await Assert.ThrowsAsync<GrpcException>(() => _channel.UnaryAsync<SimpleRequest, SimpleResponse>(
            Call.Unary, new() { ExpectCompressed = new() { Value = true } }));
        Assert.Equal(GrpcStatus.InvalidArgument, fault.Status);
    }

    [Fact]
    public async Task Each_response_message_is_compressed_as_the_handler_chooses()
    {
        using var call = _channel.OpenDuplex();
        foreach (var compressed in new[] { false, true, false, true })
        {
            await call.WriteAsync(Call.Ask(31415, compressed));
            Assert.Equal(31415, (await call.ReadAsync())!.Payload.Body.Length);
            Assert.Equal(compressed, call.ResponseWasCompressed);
        }
    }

    [Fact]
    public async Task A_unary_response_is_compressed_too()
    {
        using var client = new RawClient(_server);
        var answer = await client.PostAsync("UnaryCall", Compressible(), ("grpc-accept-encoding", "deflate, gzip"));
        Assert.Equal("gzip", answer.Headers["grpc-encoding"]);
        Assert.Equal(1, answer.Body[0]);
        Assert.InRange(answer.Body.Length, 10, 2000);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip2, xgzip")]
    [InlineData("")]
    public async Task A_client_that_does_not_accept_gzip_gets_none(string accepted)
    {
        using var client = new RawClient(_server);
        var answer = await client.PostAsync("UnaryCall", Compressible(), ("grpc-accept-encoding", accepted));
        Assert.Equal(GrpcStatus.Ok, answer.Status);
        Assert.Equal(0, answer.Body[0]);
        Assert.False(answer.Headers.ContainsKey("grpc-encoding"));
    }

    private static byte[] Compressible() => RawClient.Frame(new SimpleRequest { ResponseSize = 100_000, ResponseCompressed = new() { Value = true } });
}

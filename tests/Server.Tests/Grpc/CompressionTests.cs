using Server.Tests.Grpc.Interop;
using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc;

public sealed class CompressionTests : IAsyncLifetime
{
    private GrpcServer _server = null!;
    private RawClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await GrpcServer.StartAsync();
        _client = new(_server);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _server.DisposeAsync();
    }

    // The server itself says whether a message came compressed.
    [Fact]
    public async Task Each_request_message_says_for_itself_whether_it_is_compressed()
    {
        using var channel = _server.Connect();
        using var call = channel.Tests().StreamingInputCall(new() { { "grpc-internal-encoding-request", "gzip" } }, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var compressed in new[] { true, false, true })
        {
            call.RequestStream.WriteOptions = new(compressed ? 0 : WriteFlags.NoCompress);
            await call.RequestStream.WriteAsync(new() { Payload = Call.Payload(27182), ExpectCompressed = new() { Value = compressed } }, TestContext.Current.CancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(3 * 27182, (await call).AggregatedPayloadSize);
    }

    [Fact]
    public async Task The_probe_of_the_interoperability_cases_finds_that_the_server_looks()
    {
        var probe = RawClient.Frame(new SimpleRequest { ExpectCompressed = new() { Value = true } });
        Assert.Equal(StatusCode.InvalidArgument, (await _client.PostAsync("UnaryCall", probe)).Status);
    }

    [Fact]
    public async Task A_unary_response_is_compressed_too()
    {
        var answer = await _client.PostAsync("UnaryCall", Compressible(), ("grpc-accept-encoding", "deflate, gzip"));
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
        var answer = await _client.PostAsync("UnaryCall", Compressible(), ("grpc-accept-encoding", accepted));
        Assert.Equal(StatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Body[0]);
        Assert.False(answer.Headers.ContainsKey("grpc-encoding"));
    }

    private static byte[] Compressible() => RawClient.Frame(new SimpleRequest { ResponseSize = 100_000, ResponseCompressed = new() { Value = true } });
}

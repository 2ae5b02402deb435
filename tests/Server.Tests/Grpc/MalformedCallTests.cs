using Server.Tests.Grpc.Interop;
using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

/// <summary>What strangers send is answered with a status that names the fault; the server lives on.</summary>
public sealed class MalformedCallTests : IAsyncLifetime
{
    private const int Max = 100_000;

    private GrpcServer _server = null!;
    private RawClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await GrpcServer.StartAsync(new GrpcLimits { MaxMessageBytes = Max });
        _client = new(_server);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData("EmptyCall", "0200000000", StatusCode.Internal)]
    [InlineData("EmptyCall", "00000000", StatusCode.Internal)]
    [InlineData("EmptyCall", "0000000005AABB", StatusCode.Internal)]
    [InlineData("EmptyCall", "0000000003FFFFFF", StatusCode.Internal)]
    [InlineData("StreamingInputCall", "000000000000", StatusCode.Internal)]
    [InlineData("FullDuplexCall", "FF", StatusCode.Internal)]
    [InlineData("EmptyCall", "00FFFFFFFF", StatusCode.Internal)]
    [InlineData("EmptyCall", "007FFFFFFF", StatusCode.ResourceExhausted)]
    [InlineData("EmptyCall", "00000186A1", StatusCode.ResourceExhausted)]
    [InlineData("EmptyCall", "", StatusCode.Internal)]
    [InlineData("EmptyCall", "00000000000000000000", StatusCode.Internal)]
    [InlineData("StreamingOutputCall", "00000000000000", StatusCode.Internal)]
    public async Task Malformed_frames_are_answered(string method, string hex, StatusCode status)
    {
        var answer = await _client.PostAsync(method, Convert.FromHexString(hex));
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Message);
        Assert.True(answer.IsTrailersOnly);
    }

    [Fact]
    public async Task A_message_flagged_as_compressed_without_an_encoding_is_a_fault() =>
        Assert.Equal(StatusCode.Internal, (await _client.PostAsync("EmptyCall", RawClient.Frame([], flag: 1))).Status);

    [Fact]
    public async Task An_encoding_that_is_not_known_is_answered_with_those_that_are()
    {
        var answer = await _client.PostAsync("EmptyCall", RawClient.Frame([1], flag: 1), ("grpc-encoding", "snappy"));
        Assert.Equal(StatusCode.Unimplemented, answer.Status);
        Assert.Equal("identity,gzip", answer.Headers["grpc-accept-encoding"]);
        Assert.Contains("snappy", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_stopped_while_it_inflates()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
            gzip.Write(new byte[50_000_000]);
        var bomb = memory.ToArray();
        Assert.InRange(bomb.Length, 1, Max);
        var answer = await _client.PostAsync("UnaryCall", RawClient.Frame(bomb, flag: 1), ("grpc-encoding", "gzip"));
        Assert.Equal(StatusCode.ResourceExhausted, answer.Status);
    }

    [Fact]
    public async Task A_response_past_the_bound_is_not_sent() =>
        Assert.Equal(StatusCode.ResourceExhausted, (await _client.PostAsync("UnaryCall", RawClient.Frame(new SimpleRequest { ResponseSize = Max }))).Status);

    [Theory]
    [InlineData("5")]
    [InlineData("5x")]
    [InlineData("123456789S")]
    public async Task A_malformed_timeout_is_named(string timeout)
    {
        var answer = await _client.PostAsync("EmptyCall", RawClient.Frame([]), ("grpc-timeout", timeout));
        Assert.Equal(StatusCode.Internal, answer.Status);
        Assert.Contains("grpc-timeout", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData(null)]
    public async Task Another_content_type_is_not_supported(string? type)
    {
        var answer = await _client.SendAsync(HttpMethod.Post, "EmptyCall", new ByteArrayContent(RawClient.Frame([])), type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    public async Task The_content_type_may_name_the_codec(string type)
    {
        var answer = await _client.SendAsync(HttpMethod.Post, "EmptyCall", new ByteArrayContent(RawClient.Frame([])), type);
        Assert.Equal(StatusCode.OK, answer.Status);
        Assert.Equal(RawClient.Frame([]), answer.Body);
    }

    [Fact]
    public async Task Another_verb_than_POST_finds_no_method() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Get, "EmptyCall", null, null)).Http);

    [Theory]
    [InlineData("UnimplementedCall")]
    [InlineData("NoSuchCall")]
    [InlineData("/grpc.testing.UnimplementedService/UnimplementedCall")]
    [InlineData("/no.such.Service/Method")]
    public async Task What_nobody_implements_is_told_in_trailers_only(string method)
    {
        var answer = await _client.PostAsync(method, RawClient.Frame([]));
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(StatusCode.Unimplemented, answer.Status);
        Assert.True(answer.IsTrailersOnly);
    }

    [Fact]
    public async Task Requests_that_are_no_gRPC_get_the_application_s_own_answer() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Post, "/some/page", new ByteArrayContent([]), "text/plain")).Http);

    [Fact]
    public async Task After_a_thousand_random_bodies_the_connection_still_answers()
    {
        var random = new Random(1);
        foreach (var method in new[] { "EmptyCall", "UnaryCall", "StreamingInputCall", "StreamingOutputCall", "FullDuplexCall" })
            await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _client.PostAsync(method, Rubbish(random), ("grpc-encoding", "gzip"))));
        Assert.Equal(StatusCode.OK, (await _client.PostAsync("EmptyCall", RawClient.Frame([]))).Status);
    }

    private static byte[] Rubbish(Random random)
    {
        var bytes = new byte[random.Next(60)];
        random.NextBytes(bytes);
        // Half of it gets past the prefix.
        return random.Next(2) == 0 ? bytes : RawClient.Frame(bytes, (byte)random.Next(2));
    }
}

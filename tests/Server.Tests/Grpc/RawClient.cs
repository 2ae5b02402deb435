using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc;

/// <summary>Sends requests byte by byte, as no well-behaved client would.</summary>
internal sealed class RawClient(GrpcServer server) : IDisposable
{
    private const string Service = "/grpc.testing.TestService/";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] message, byte flag = 0) =>
        [flag, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];

    /// <param name="method">Of the interoperability service, or a whole path.</param>
    public Task<RawAnswer> PostAsync(string method, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, method, new ByteArrayContent(body), "application/grpc", headers);

    public async Task<RawAnswer> SendAsync(
        HttpMethod verb, string method, HttpContent? body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(verb, new Uri(server.Address, method.StartsWith('/') ? method : Service + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        if (contentType is not null)
            body!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, Plain(response.Headers), answer, Plain(response.TrailingHeaders));
    }

    public void Dispose() => _http.Dispose();

    private static Dictionary<string, string> Plain(HttpHeaders headers) =>
        headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value));
}

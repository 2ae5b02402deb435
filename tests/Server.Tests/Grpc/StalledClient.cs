using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace Server.Tests.Grpc;

/// <summary>Opens a call and does not read it.</summary>
internal sealed class StalledClient(GrpcServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private HttpResponseMessage? _response;

    public async Task StartAsync(string method, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, $"/grpc.testing.TestService/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        _response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <returns>The HTTP/2 error that ends the stream; -1 when it ends without one.</returns>
    public async Task<long> ReadToErrorAsync()
    {
        try
        {
            await _response!.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            return -1;
        }
        catch (HttpProtocolException e)
        {
            return e.ErrorCode;
        }
        catch (Exception e) when (e.InnerException is HttpProtocolException inner)
        {
            return inner.ErrorCode;
        }
    }

    public void Dispose()
    {
        _response?.Dispose();
        _http.Dispose();
    }
}

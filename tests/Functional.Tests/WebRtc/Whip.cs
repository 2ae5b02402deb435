using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Requests as a WHIP client makes them (RFC 9725).</summary>
internal static class Whip
{
    public const string Sdp = "application/sdp", Fragment = "application/trickle-ice-sdpfrag";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Offer(this ServerFixture server, string path, string offer, string type = Sdp) =>
        server.Http.PostAsync($"/whip/{path}", Body(offer, type), Cancel);

    public static Task<HttpResponseMessage> Patch(this ServerFixture server, Uri session, string fragment, string? ifMatch, string type = Fragment)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, session) { Content = Body(fragment, type) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return server.Http.SendAsync(request, Cancel);
    }

    public static Task<HttpResponseMessage> Delete(this ServerFixture server, Uri session) => server.Http.DeleteAsync(session, Cancel);

    public static Task<HttpResponseMessage> Ask(this ServerFixture server, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return server.Http.SendAsync(request, Cancel);
    }

    public static async Task Is(this Task<HttpResponseMessage> pending, HttpStatusCode status)
    {
        using var answer = await pending;
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
    }

    public static string Header(this HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values : []);

    private static StringContent Body(string text, string type) => new(text) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
}

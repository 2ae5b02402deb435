using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.KServe;

/// <summary>Requests of the Open Inference Protocol as a REST client sends them.</summary>
internal static class KServeRest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<JsonNode> Get(this ServerFixture server, string path) =>
        (await server.Http.GetFromJsonAsync<JsonNode>(path, Cancel))!;

    /// <summary>The counts of one model.</summary>
    public static async Task<JsonNode> Statistics(this ServerFixture server, string model = ServerFixture.Detect) =>
        (await server.Get($"/v2/models/{model}/stats"))["model_stats"]![0]!;

    /// <summary>A tensor's bytes behind the JSON; the output comes the same way.</summary>
    public static async Task<KServeAnswer> Infer(this ServerFixture server, KServeTensor tensor, string model = ServerFixture.Detect)
    {
        using var answer = await server.PostBinary(Binary(tensor, "\"parameters\":{\"binary_data_output\":true}"), tensor.Bytes, model);
        return await KServeAnswer.Read(answer);
    }

    /// <param name="more">Further members of the request.</param>
    public static string Binary(KServeTensor tensor, string more = "") => JsonOf(tensor, $"\"parameters\":{{\"binary_data_size\":{tensor.Bytes.Length}}}", more);

    public static string Numbers(KServeTensor tensor, string more = "") => JsonOf(tensor, $"\"data\":{JsonSerializer.Serialize(tensor.Values)}", more);

    public static Task<HttpResponseMessage> PostJson(this ServerFixture server, string json, string model = ServerFixture.Detect, CancellationToken? cancel = null) =>
        server.Http.PostAsync($"/v2/models/{model}/infer", new StringContent(json, Encoding.UTF8, "application/json"), cancel ?? Cancel);

    public static async Task<HttpResponseMessage> PostBinary(this ServerFixture server, string json, byte[] data, string model = ServerFixture.Detect, string? headerLength = null)
    {
        var header = Encoding.UTF8.GetBytes(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v2/models/{model}/infer") { Content = new ByteArrayContent([.. header, .. data]) };
        request.Headers.Add("Inference-Header-Content-Length", headerLength ?? header.Length.ToString(CultureInfo.InvariantCulture));
        return await server.Http.SendAsync(request, Cancel);
    }

    /// <summary>{"error": …} of this status.</summary>
    /// <returns>The error.</returns>
    public static async Task<string> IsError(this Task<HttpResponseMessage> pending, HttpStatusCode status)
    {
        using var answer = await pending;
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero, $"Retry-After: {answer.Headers.RetryAfter}");
        return Assert.Single(JsonNode.Parse(text)!.AsObject(), member => member.Key == "error").Value!.GetValue<string>();
    }

    private static string JsonOf(KServeTensor tensor, string data, string more) =>
        $$"""{ {{(more.Length > 0 ? more + "," : "")}} "inputs": [{ "name": "images", "shape": {{JsonSerializer.Serialize(tensor.Shape)}}, "datatype": "FP32", {{data}} }] }""";
}

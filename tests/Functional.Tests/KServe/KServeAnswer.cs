using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.KServe;

/// <summary>What a REST client reads out of an inference response, in JSON or with bytes behind it.</summary>
internal sealed record KServeAnswer(JsonNode Json, float[] Values)
{
    private const string HeaderLength = "Inference-Header-Content-Length";

    public long[] Shape => [.. Json["outputs"]![0]!["shape"]!.AsArray().Select(size => size!.GetValue<long>())];

    public static async Task<KServeAnswer> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
        if (!answer.Headers.TryGetValues(HeaderLength, out var header))
        {
            var json = JsonNode.Parse(body)!;
            return new(json, [.. json["outputs"]![0]!["data"]!.AsArray().Select(value => value!.GetValue<float>())]);
        }

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        var length = int.Parse(header.Single(), CultureInfo.InvariantCulture);
        var head = JsonNode.Parse(body.AsSpan(0, length))!;
        Assert.Equal(body.Length - length, head["outputs"]![0]!["parameters"]!["binary_data_size"]!.GetValue<int>());
        return new(head, MemoryMarshal.Cast<byte, float>(body.AsSpan(length)).ToArray());
    }

    /// <summary>The outcome of a run in other company: within what the order of additions may change.</summary>
    public void IsNear((long[] Shape, float[] Values) expected)
    {
        Assert.Equal(expected.Shape, Shape);
        Assert.Equal(expected.Values, Values, Near);
    }

    public static bool Near(float one, float other) => Math.Abs(one - other) <= 1e-5f * Math.Max(1, Math.Abs(one));
}

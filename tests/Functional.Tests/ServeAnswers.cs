using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests;

/// <summary>What answers of the server must look like.</summary>
internal static class ServeAnswers
{
    public static async Task<JsonNode> Json(this HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    /// <summary>RFC 9457 problem details of this status, naming this field.</summary>
    /// <returns>Its detail.</returns>
    public static async Task<string> IsProblem(this Task<HttpResponseMessage> pending, HttpStatusCode status, string? field)
    {
        using var answer = await pending;
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.Equal(field, problem["field"]?.GetValue<string>());
        return problem["detail"]?.GetValue<string>() ?? "";
    }

    /// <summary>A 503, or another status, that says when to come back.</summary>
    /// <returns>Its detail.</returns>
    public static async Task<string> IsBusy(this Task<HttpResponseMessage> pending, HttpStatusCode status = HttpStatusCode.ServiceUnavailable)
    {
        var answer = await pending;
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero, $"Retry-After: {answer.Headers.RetryAfter}");
        return await Task.FromResult(answer).IsProblem(status, null);
    }

    /// <summary>received = inferred + sum(dropped) + inFlight.</summary>
    public static void IsExact(this JsonNode frames)
    {
        long Of(string name) => frames[name]!.GetValue<long>();
        var dropped = frames["dropped"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>());
        Assert.True(Of("received") == Of("inferred") + dropped + Of("inFlight") && Of("inFlight") >= 0, frames.ToJsonString());
    }

    public static long Number(this JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]!).GetValue<long>();

    public static string Text(this JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]!).GetValue<string>();
}

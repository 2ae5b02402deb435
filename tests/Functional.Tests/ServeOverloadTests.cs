using System.Net;
using System.Text.Json.Nodes;
using Functional.Tests.Grpc;
using Xunit;

namespace Functional.Tests;

/// <summary>Nine cameras on an engine for one: it says so, with numbers and ways out, and says when that is over.</summary>
public sealed class ServeOverloadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_that_falls_behind_says_so_and_so_it_does_when_it_keeps_up_again()
    {
        await using var server = await ServerFixture.StartSlow(TimeSpan.FromMilliseconds(50));
        var url = server.Put(ServeMedia.Clip(25));
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => server.Create(new { url, loop = true })))];
        await Eventually.Be(() => Lines("Model tiny-slow falls behind: ").Any(), "it says that it falls behind");
        Assert.Matches(@"9 streams offer \d+(\.\d)? frames/s and get \d+(\.\d)? results/s, \d+ % are dropped; its capacity is about \d+(\.\d)? frames/s\. "
            + @"Lower targetFps \(\d+(\.\d)? fits each\), take a smaller model or input \(Inference:InputSize\), or remove streams", Lines("falls behind").Single());

        var stream = await server.Stream(ids[0]);
        Assert.InRange(stream["fps"]!["received"]!.GetValue<double>(), 1, 100);
        Assert.InRange(stream["fps"]!["inferred"]!.GetValue<double>(), 0, stream["fps"]!["received"]!.GetValue<double>());
        Assert.InRange(stream["dropShare"]!.GetValue<double>(), 0.1, 1);
        Assert.InRange(stream["latency"]!["p50Ms"]!.GetValue<double>(), 1, stream["latency"]!["p95Ms"]!.GetValue<double>());
        using var channel = GrpcClients.Connect(server.Grpc);
        var info = await channel.Admin().GetStreamAsync(new() { Id = ids[0] }, cancellationToken: Cancel);
        Assert.True(info is { Fps.Received: > 0, Latency.P95Ms: > 0, DropShare: > 0 }, $"{info}");

        foreach (var id in ids)
        {
            using var changed = await server.Http.PatchAsync($"/v1/streams/{id}", new StringContent("""{"targetFps":0.2}""", null, "application/json"), Cancel);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }

        await Eventually.Be(() => Lines("Model tiny-slow keeps up again: 9 streams offer ").Any(), "it says that it keeps up again");
        JsonNode[] events = [];
        await Eventually.Be(async () => (events = [.. JsonNode.Parse(await server.Http.GetStringAsync("/v1/events", Cancel))!["events"]!.AsArray()
            .Where(happened => happened!.Text("subject") == "tiny-slow").Select(happened => happened!)]).Length == 2, "both are events");
        Assert.Equal(["overloaded", "recovered"], events.Select(happened => happened.Text("kind")));
        Assert.Contains("9 streams offer", events[0].Text("detail"), StringComparison.Ordinal);
        Assert.Single(Lines("falls behind"));

        IEnumerable<string> Lines(string text) => server.Log.Lines.Where(line => line.Contains(text, StringComparison.Ordinal));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Store;

/// <summary>/v1/summaries and /v1/events, from streams to answers.</summary>
public sealed class ServeHistoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_streams_did_is_counted_exactly_and_can_be_paged_through()
    {
        await using var server = await ServerFixture.Start(("Store:LingerMilliseconds", "10"));
        var clip = server.Put(ServeMedia.Clip(25));
        foreach (var id in new[] { "a", "b", "c" })
        {
            await server.Create(new { id, url = clip, realtime = false });
            await server.StreamIs(id, "ended");
        }

        // A test may begin in one minute and end in the next.
        await Eventually.Be(async () => (await Pages(server, "/v1/summaries", "summaries")).Sum(Inferred) == 75, "all results are counted");
        var all = await Pages(server, "/v1/summaries", "summaries");
        foreach (var query in new[] { "limit=1", "bucket=hour", "bucket=day&limit=2" })
            Assert.Equal(75, (await Pages(server, $"/v1/summaries?{query}", "summaries")).Sum(Inferred));
        Assert.Equal(all.Where(summary => summary.Text("stream") == "b").Select(summary => summary.ToJsonString()), (await Pages(server, "/v1/summaries?stream=b&limit=1", "summaries")).Select(summary => summary.ToJsonString()));
        Assert.All(all, summary =>
        {
            Assert.Equal(summary.Number("frames", "received"), Inferred(summary) + summary["frames"]!["dropped"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>()));
            Assert.True(summary["latencyMs"]!["p99"]!.GetValue<double>() >= summary["latencyMs"]!["p50"]!.GetValue<double>());
        });
        Assert.Empty(await Pages(server, "/v1/summaries?stream=nobody", "summaries"));
        Assert.Empty(await Pages(server, "/v1/summaries?from=2020-01-01&to=2020-01-02T00:00:00Z", "summaries"));

        await Eventually.Be(async () => (await Pages(server, "/v1/events?limit=2", "events")).Count == 6, "all events are there");
        Assert.Equal(["a", "b", "c"], (await Pages(server, "/v1/events?kind=ended&limit=1", "events")).Select(happened => happened.Text("stream")));
        Assert.Equal(["started", "ended"], (await Pages(server, "/v1/events?stream=c", "events")).Select(happened => happened.Text("kind")));
    }

    [Theory]
    [InlineData("/v1/summaries?bucket=week", "bucket", "one of minute, hour, day")]
    [InlineData("/v1/summaries?bucket=", "bucket", "one of minute, hour, day")]
    [InlineData("/v1/summaries?from=yesterday", "from", "a time of RFC 3339")]
    [InlineData("/v1/summaries?to=2026-03-10T10:00:00+01:00", "to", "%2B")]
    [InlineData("/v1/summaries?from=2026-03-10&to=2026-03-10", "from", "before `to`")]
    [InlineData("/v1/summaries?limit=0", "limit", "1..1000")]
    [InlineData("/v1/summaries?limit=1001", "limit", "1..1000")]
    [InlineData("/v1/summaries?cursor=abc", "cursor", "`next`")]
    [InlineData("/v1/summaries?cursor=cyA5OTk5OTk5OTk5OTk5OTk5OTkgMSAyIGE", "cursor", "`next`")]
    [InlineData("/v1/summaries?stream=a%00", "stream", "NUL")]
    [InlineData("/v1/summaries?stream=a&stream=b", "stream", "more than once")]
    [InlineData("/v1/summaries?form=2026-03-10", "form", "there are stream, from, to, limit, cursor, bucket")]
    [InlineData("/v1/events?kind=exploded", "kind", "one of started, lost, resumed, ended, gap, sinkDown, sinkUp, overloaded, recovered")]
    [InlineData("/v1/events?bucket=day", "bucket", "no parameter here")]
    public async Task A_query_that_cannot_be_answered_is_refused_by_its_field(string path, string field, string told)
    {
        await using var server = await ServerFixture.StartCold();
        Assert.Contains(told, await server.Http.GetAsync(path, Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_one_list_is_none_of_the_other_and_times_may_be_at_their_ends()
    {
        await using var server = await ServerFixture.Start(("Store:LingerMilliseconds", "10"));
        await server.Create(new { id = "a", url = server.Put(ServeMedia.Clip(25)), realtime = false });
        JsonNode page = null!;
        await Eventually.Be(async () => (page = (await server.Http.GetFromJsonAsync<JsonNode>("/v1/events?limit=1&from=0001-01-01&to=9999-12-31T23:59:59Z", Cancel))!)["next"] is not null, "an event is there");
        var cursor = page.Text("next");
        await server.Http.GetAsync($"/v1/summaries?cursor={cursor}", Cancel).IsProblem(HttpStatusCode.UnprocessableEntity, "cursor");
        Assert.NotNull(await server.Http.GetFromJsonAsync<JsonNode>($"/v1/events?cursor={cursor}", Cancel));
        foreach (var bucket in new[] { "minute", "hour", "day" })
            Assert.NotNull(await server.Http.GetFromJsonAsync<JsonNode>($"/v1/summaries?bucket={bucket}&from=0001-01-01&to=9999-12-31T23:59:59.9999999Z", Cancel));
    }

    [Fact]
    public async Task Without_a_store_the_lists_say_so_and_nothing_is_written()
    {
        await using var server = await ServerFixture.Start(("Store:Kind", "None"));
        Assert.Contains("Store:Kind", await server.Http.GetAsync("/v1/summaries", Cancel).IsProblem(HttpStatusCode.ServiceUnavailable, null), StringComparison.Ordinal);
        Assert.Contains("Store:Kind", await server.Http.GetAsync("/v1/events", Cancel).IsProblem(HttpStatusCode.ServiceUnavailable, null), StringComparison.Ordinal);
        Assert.False(Directory.Exists(server.Data));
    }

    [Theory, InlineData("Sqlite"), InlineData("Postgres")]
    public async Task A_store_that_is_down_is_named_and_streams_go_on(string kind)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("stream.db"), new string('x', 10_000), Cancel);
        (string, string)[] settings = kind == "Postgres"
            ? [("Store:Kind", kind), ("Store:ConnectionString", "Host=127.0.0.1;Port=1;Username=u;Password=s3cret")]
            : [];
        await using var server = await ServerFixture.Start([("Server:DataDirectory", folder.Path), .. settings]);
        var ready = "";
        await Eventually.Be(async () => (ready = await server.Http.GetStringAsync("/readyz", Cancel)).Contains("sink store: ", StringComparison.Ordinal), "readiness names the store");
        Assert.Contains(kind, ready, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cret", ready + string.Join('\n', server.Log.Lines), StringComparison.Ordinal);
        await server.Http.GetAsync("/v1/summaries", Cancel).IsBusy();
        await server.Http.GetAsync("/v1/events", Cancel).IsBusy();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), realtime = false });
        Assert.Equal(25, (await server.StreamIs("gate", "ended")).Number("frames", "inferred"));
    }

    private static long Inferred(JsonNode summary) => summary.Number("frames", "inferred");

    private static async Task<List<JsonNode>> Pages(ServerFixture server, string path, string list)
    {
        var (all, next) = (new List<JsonNode>(), (string?)null);
        do
        {
            var page = (await server.Http.GetFromJsonAsync<JsonNode>(next is null ? path : $"{path}{(path.Contains('?') ? '&' : '?')}cursor={next}", Cancel))!;
            all.AddRange(page[list]!.AsArray()!);
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return all;
    }
}

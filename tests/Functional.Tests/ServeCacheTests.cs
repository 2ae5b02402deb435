using System.Net;
using Functional.Tests.Delivery;
using Xunit;

namespace Functional.Tests;

/// <summary>A picture that was asked about before is answered without inference.</summary>
public sealed class ServeCacheTests
{
    [Fact]
    public async Task The_same_picture_and_question_is_inferred_once()
    {
        await using var server = await ServerFixture.Start();
        var picture = ServeMedia.Picture("png", "white");
        var first = await Ask("");
        var second = await Ask("");
        var other = await Ask("?maxDet=2");
        var pose = await Ask($"?model={ServerFixture.Pose}");

        Assert.Equal(["stream; fwd=miss", "stream; hit", "stream; fwd=miss", "stream; fwd=miss"], new[] { first, second, other, pose }.Select(answer => answer.Cache));
        Assert.Equal(first.Body, second.Body);
        Assert.NotEqual(first.Body, other.Body);
        var metrics = await server.Metrics.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("stream_cache_hits_total 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("stream_cache_misses_total 3\n", metrics, StringComparison.Ordinal);

        async Task<(string Cache, string Body)> Ask(string query)
        {
            using var answer = await ServeDetectTests.Detect(server, picture, query);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var timing = string.Join(", ", answer.Headers.GetValues("Server-Timing"));
            Assert.Matches(@"^upload;dur=\d+(\.\d+)?, detect;dur=\d+(\.\d+)?$", timing);
            TestContext.Current.TestOutputHelper!.WriteLine($"{answer.Headers.GetValues("Cache-Status").Single()}: {timing}");
            return (answer.Headers.GetValues("Cache-Status").Single(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Servers_that_share_a_Redis_share_answers_and_go_on_without_it()
    {
        using var redis = Peers.Redis();
        (string, string)[] settings = [("Cache:Kind", "Redis"), ("Redis:Address", redis.Address)];
        await using var one = await ServerFixture.Start(settings);
        await using var other = await ServerFixture.Start(settings);
        Assert.Equal("stream; fwd=miss", await Status(one));
        // It is kept while its client reads it.
        using (var reader = new RedisReader(redis))
            await Eventually.Be(() => (long)reader.Database.Execute("DBSIZE") == 1, "the answer is kept");
        Assert.Equal("stream; hit", await Status(other));

        redis.Stop();
        Assert.Equal("stream; fwd=miss", await Status(other));
    }

    private static async Task<string> Status(ServerFixture server)
    {
        using var answer = await ServeDetectTests.Detect(server, ServeMedia.Picture("png", "white"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.GetValues("Cache-Status").Single();
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var server = await ServerFixture.Start(("Cache:Kind", "None"));
        for (var i = 0; i < 2; i++)
            Assert.Equal("stream; fwd=miss", await Status(server));
    }
}

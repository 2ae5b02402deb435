using Load.Sinks;
using Server.Cache;
using Sinks.Redis;
using StackExchange.Redis;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>The cache's connection to a Redis that answers late or not at all.</summary>
public sealed class RedisCacheTests
{
    private static readonly CacheKey Key = CacheKey.Of("model", "asked", new byte[] { 1 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_often_it_is_asked_meanwhile_a_Redis_that_answers_late_is_connected_once()
    {
        using var redis = Peers.Redis();
        redis.Freeze();
        using var store = Store(redis);
        for (var i = 0; i < 4; i++)
            await Assert.ThrowsAnyAsync<Exception>(() => store.GetAsync(Key).AsTask());
        redis.Thaw();
        await Eventually.Be(async () => await Answers(store), "it answers");
        using var reader = new RedisReader(redis);
        await Settle(reader);
        var connections = Connections(reader);

        using var another = Store(redis);
        await Eventually.Be(async () => await Answers(another), "it answers");
        await Settle(reader);
        Assert.Equal(2 * connections, Connections(reader));
    }

    [Fact]
    public async Task What_is_still_connecting_at_the_end_is_closed_too()
    {
        using var redis = Peers.Redis();
        redis.Freeze();
        using (var store = Store(redis))
            await Assert.ThrowsAnyAsync<Exception>(() => store.GetAsync(Key).AsTask());
        redis.Thaw();
        using var reader = new RedisReader(redis);
        await Settle(reader);
        Assert.Equal(0, Connections(reader));
    }

    private static RedisStore Store(RedisServer redis) => new(new RedisConnection(new() { Address = redis.Address }), "");

    private static async Task<bool> Answers(RedisStore store)
    {
        try
        {
            await store.SetAsync(Key, [1], TimeSpan.FromMinutes(1));
            return await store.GetAsync(Key) is [1];
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    /// <summary>Until connections that were begun before have come to something.</summary>
    private static async Task Settle(RedisReader reader)
    {
        for (int last = -1, same = 0; same < 20; last = Connections(reader))
        {
            same = Connections(reader) == last ? same + 1 : 0;
            await Task.Delay(50, Cancel);
        }
    }

    private static int Connections(RedisReader reader) =>
        ((string)reader.Database.Execute("CLIENT", (RedisValue)"LIST")!).Split('\n').Count(line => line.Contains(" name=stream ", StringComparison.Ordinal));
}

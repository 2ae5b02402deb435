using Microsoft.Extensions.Logging.Abstractions;
using Server.Cache;
using Xunit;

namespace Server.Tests.Cache;

public sealed class ResultCacheTests
{
    private static readonly CacheKey Key = CacheKey.Of("model", "asked", new byte[] { 1 });

    [Fact]
    public async Task An_answer_is_found_again_and_hits_and_misses_are_counted()
    {
        using var store = new MemoryStore(10_000);
        var cache = Cache(store);
        Assert.Null(await cache.FindAsync(Key));
        await cache.KeepAsync(Key, [7]);
        Assert.Equal([7], await cache.FindAsync(Key));
        Assert.Equal((1, 1), (cache.Hits, cache.Misses));
    }

    [Fact]
    public async Task A_large_answer_is_not_kept()
    {
        using var store = new MemoryStore(10_000_000);
        var cache = Cache(store, new() { MaxEntryBytes = 10 });
        await cache.KeepAsync(Key, new byte[11]);
        Assert.Null(await cache.FindAsync(Key));
    }

    [Fact]
    public async Task Memory_stays_within_its_bound()
    {
        using var store = new MemoryStore(10_000);
        for (var i = 0; i < 1000; i++)
            await store.SetAsync(new($"{i}"), new byte[700], TimeSpan.FromMinutes(1));
        var kept = 0;
        for (var i = 0; i < 1000; i++)
            kept += await store.GetAsync(new($"{i}")) is null ? 0 : 1;
        // The tenth that goes when it is full may be under way; what is there is not nothing.
        Assert.InRange(kept, 5, 10);
    }

    [Fact]
    public async Task A_store_that_fails_is_a_miss()
    {
        var cache = Cache(new Failing());
        Assert.Null(await cache.FindAsync(Key));
        await cache.KeepAsync(Key, [1]);
        Assert.Equal((0, 1), (cache.Hits, cache.Misses));
    }

    [Fact]
    public async Task Switched_off_it_keeps_nothing_and_counts_nothing()
    {
        var cache = Cache(null);
        await cache.KeepAsync(Key, [1]);
        Assert.Null(await cache.FindAsync(Key));
        Assert.Equal((false, 0, 0), (cache.IsEnabled, cache.Hits, cache.Misses));
    }

    private static ResultCache Cache(ICacheStore? store, CacheOptions? options = null) => new(store, options ?? new(), NullLogger<ResultCache>.Instance);

    private sealed class Failing : ICacheStore
    {
        public ValueTask<byte[]?> GetAsync(CacheKey key) => throw new IOException("gone");

        public ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive) => throw new IOException("gone");
    }
}

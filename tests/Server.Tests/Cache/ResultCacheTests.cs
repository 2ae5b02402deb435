using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Server.Cache;
using Testing;
using Xunit;

namespace Server.Tests.Cache;

public sealed class ResultCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CollectingLogger<ResultCache> _log = new();

    private static readonly CacheKey Key = CacheKey.Of("model", "asked", new byte[] { 1 });

    [Fact]
    public async Task An_answer_is_found_again_and_hits_and_misses_are_counted()
    {
        using var store = new MemoryStore(10_000);
        var cache = Cache(store);
        Assert.Null(await cache.TryGetAsync(Key));
        cache.Set(Key, [7]);
        Assert.Equal([7], await cache.TryGetAsync(Key));
        Assert.Equal((1, 1), (cache.Hits, cache.Misses));
    }

    [Fact]
    public async Task A_large_answer_is_not_kept()
    {
        using var store = new MemoryStore(10_000_000);
        var cache = Cache(store, new() { MaxEntryBytes = 10 });
        cache.Set(Key, new byte[11]);
        Assert.Null(await cache.TryGetAsync(Key));
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
    public async Task A_store_that_fails_is_a_miss_and_is_left_alone_for_a_while()
    {
        var store = new FlakyStore { Fault = new CacheException("gone", new IOException()) };
        var cache = Cache(store);
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await cache.TryGetAsync(Key));
            cache.Set(Key, [1]);
        }

        Assert.Equal((0, 5, 1, 0), (cache.Hits, cache.Misses, store.Reads, store.Writes));

        // One asks whether it is back.
        _clock.Advance(TimeSpan.FromSeconds(6));
        await cache.TryGetAsync(Key);
        await cache.TryGetAsync(Key);
        Assert.Equal(2, store.Reads);

        (store.Fault, store.Answer) = (null, [7]);
        Assert.Null(await cache.TryGetAsync(Key));
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal([7], await cache.TryGetAsync(Key));
        cache.Set(Key, [1]);
        Assert.Equal([7], await cache.TryGetAsync(Key));
        Assert.Equal((4, 1), (store.Reads, store.Writes));
        // The outage, once.
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Lines).Level);
    }

    [Fact]
    public async Task While_one_asks_whether_the_store_is_back_the_others_go_on_without_it()
    {
        var store = new FlakyStore { Fault = new CacheException("gone", new IOException()) };
        var cache = Cache(store);
        await cache.TryGetAsync(Key);
        _clock.Advance(TimeSpan.FromSeconds(6));
        (store.Fault, store.Held) = (null, new());
        var asking = cache.TryGetAsync(Key).AsTask();
        Assert.Null(await cache.TryGetAsync(Key));
        Assert.False(asking.IsCompleted);
        store.Held.SetResult();
        await asking;
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public void Nobody_waits_for_an_answer_to_be_kept_and_a_slow_store_holds_few()
    {
        var store = new FlakyStore { Held = new() };
        var cache = Cache(store);
        for (var i = 0; i < 100; i++)
            cache.Set(Key, [1]);
        Assert.Equal(16, store.Writes);
        store.Held.SetResult();
    }

    [Fact]
    public async Task A_bug_of_the_store_is_told_with_its_stack_and_counted()
    {
        var cache = Cache(new FlakyStore { Fault = new InvalidOperationException("a bug") });
        Assert.Null(await cache.TryGetAsync(Key));
        Assert.Equal((1, 1), (cache.Misses, cache.Faults));
        Assert.Contains(nameof(FlakyStore), Assert.Single(_log.Lines, line => line.Level == LogLevel.Error).Fault!.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_it_keeps_nothing_and_counts_nothing()
    {
        var cache = Cache(null);
        cache.Set(Key, [1]);
        Assert.Null(await cache.TryGetAsync(Key));
        Assert.Equal((false, 0, 0), (cache.IsEnabled, cache.Hits, cache.Misses));
    }

    private ResultCache Cache(ICacheStore? store, CacheOptions? options = null) => new(store, options ?? new(), _clock, _log);

    /// <summary>Fails, or waits, as it is told.</summary>
    private sealed class FlakyStore : ICacheStore
    {
        public Exception? Fault { get; set; }

        public byte[]? Answer { get; set; }

        public TaskCompletionSource? Held { get; set; }

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public async ValueTask<byte[]?> GetAsync(CacheKey key)
        {
            Reads++;
            await Do();
            return Answer;
        }

        public async ValueTask SetAsync(CacheKey key, byte[] answer, TimeSpan timeToLive)
        {
            Writes++;
            await Do();
        }

        private Task Do() => Fault is { } fault ? throw fault : Held?.Task ?? Task.CompletedTask;
    }
}

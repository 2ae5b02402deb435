using Server.Cache;
using Xunit;

namespace Server.Tests.Cache;

public sealed class CacheKeyTests
{
    private static readonly ReadOnlyMemory<byte> A = new byte[] { 1, 2 }, B = new byte[] { 3 }, AB = new byte[] { 1, 2, 3 };

    [Fact]
    public void The_same_question_has_the_same_key() => Assert.Equal(CacheKey.Of("m", "q", A), CacheKey.Of("m", "q", A));

    [Fact]
    public void Every_part_counts_and_parts_do_not_run_together()
    {
        CacheKey[] keys = [CacheKey.Of("m", "q", A), CacheKey.Of("n", "q", A), CacheKey.Of("m", "p", A), CacheKey.Of("m", "q", B), CacheKey.Of("m", "q", A, B), CacheKey.Of("m", "q", AB), CacheKey.Of("mq", "", A)];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}

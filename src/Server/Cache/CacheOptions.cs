using System.ComponentModel.DataAnnotations;

namespace Server.Cache;

/// <summary>Answers about pictures and tensors that were asked about before.</summary>
internal sealed record CacheOptions
{
    /// <summary>Memory of this server; Redis (section Redis), shared by several servers; or None.</summary>
    /// <value>Memory</value>
    public CacheKind Kind { get; init; } = CacheKind.Memory;

    /// <summary>Answers kept in memory, in bytes; the least used go first.</summary>
    /// <value>64 MB</value>
    [Range(1024, 100_000_000_000)]
    public long MaxBytes { get; init; } = 64_000_000;

    /// <summary>A larger answer is not kept.</summary>
    /// <value>4 MB</value>
    [Range(1, 100_000_000)]
    public int MaxEntryBytes { get; init; } = 4_000_000;

    /// <summary>How long a result is kept, in seconds.</summary>
    /// <value>300</value>
    [Range(1, 604_800)]
    public int TimeToLiveSeconds { get; init; } = 300;
}

internal enum CacheKind
{
    None,
    Memory,
    Redis,
}

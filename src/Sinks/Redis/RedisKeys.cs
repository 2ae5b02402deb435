using StackExchange.Redis;

namespace Sinks.Redis;

/// <summary>The keys that are written, and nothing else is.</summary>
internal sealed class RedisKeys(string prefix, Guid logId)
{
    /// <summary>Hash: stream id → when its latest result came, in Unix milliseconds.</summary>
    public RedisKey Streams { get; } = prefix + "streams";

    /// <summary>Stream: what happens to streams and to the delivery of their results.</summary>
    public RedisKey Events { get; } = prefix + "stream:events";

    /// <summary>Number: the first offset of the log that is not written yet. It is set in the transaction that writes the records before it.</summary>
    public RedisKey Position { get; } = $"{prefix}stream:position:{logId:N}";

    /// <summary>Never there.</summary>
    public RedisKey Nothing { get; } = prefix + "stream:nothing";

    /// <summary>Stream: the results of one stream.</summary>
    public RedisKey Results(string stream) => $"{prefix}stream:{stream}:results";

    /// <summary>Hash: the fields of the newest result.</summary>
    public RedisKey Latest(string stream) => $"{prefix}stream:{stream}:latest";
}

using System.ComponentModel.DataAnnotations;
using ResultLog.Pump;

namespace Sinks.Redis;

/// <summary>Section Redis: how results, events and the streams' latest are written.</summary>
public sealed record RedisSinkOptions : RedisOptions
{
    /// <summary>How a result is written: as a protobuf message, as JSON, or as DeepStream's message schema.</summary>
    /// <value>Protobuf</value>
    public ValueFormat Value { get; init; } = ValueFormat.Protobuf;

    /// <summary>About how many results a stream's key keeps; Redis trims by whole nodes, so it may be some more.</summary>
    /// <value>10000: 5 minutes of 30 results a second</value>
    [Range(1, 1_000_000_000)]
    public long MaxLength { get; init; } = 10_000;

    /// <summary>How long a stream that has no results any more is still listed, with its latest.</summary>
    /// <value>3600</value>
    [Range(1, 31_536_000)]
    public int LatestExpirySeconds { get; init; } = 3600;

    /// <summary>Records of one transaction.</summary>
    /// <value>500</value>
    [Range(1, 100_000)]
    public int BatchRecords { get; init; } = 500;

    /// <summary>Bytes that such a batch has at most; a larger record comes alone.</summary>
    /// <value>4 MB</value>
    [Range(65_536, 64_000_000)]
    public int BatchBytes { get; init; } = 4_000_000;

    /// <summary>How long a record may wait for others to be written with it.</summary>
    /// <value>5</value>
    [Range(0, 10_000)]
    public int LingerMilliseconds { get; init; } = 5;
}

public static class RedisSinkServices
{
    /// <summary>Without an address there is no sink.</summary>
    public static IServiceCollection AddRedisSink(this IServiceCollection services, RedisSinkOptions options) =>
        options.IsOn ? services.AddSingleton<ISink>(_ => new RedisSink(options)) : services;
}

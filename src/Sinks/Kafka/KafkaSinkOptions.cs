using System.ComponentModel.DataAnnotations;
using ResultLog.Pump;

namespace Sinks.Kafka;

/// <summary>Section Kafka: where results and events are published.</summary>
public sealed record KafkaSinkOptions
{
    /// <summary>Brokers to begin with: host:port, with commas between them.</summary>
    /// <value>empty: nothing is published to Kafka</value>
    public string Brokers { get; init; } = "";

    /// <summary>Topic of results; the key of each is its stream.</summary>
    /// <value>stream.results</value>
    [Required, StringLength(249), RegularExpression("[A-Za-z0-9._-]+")]
    public string ResultsTopic { get; init; } = "stream.results";

    /// <summary>Topic of events: streams started, lost, resumed, ended, gaps, sinks.</summary>
    /// <value>stream.events</value>
    [Required, StringLength(249), RegularExpression("[A-Za-z0-9._-]+")]
    public string EventsTopic { get; init; } = "stream.events";

    /// <summary>How a result is written: as a protobuf message, as JSON, or as DeepStream's message schema.</summary>
    /// <value>Protobuf</value>
    public ValueFormat Value { get; init; } = ValueFormat.Protobuf;

    /// <summary>Records that are sent before all of them must have been acknowledged; a server that is killed may send so many again.</summary>
    /// <value>10000: waiting for the last of a batch costs several changes of threads, which a busy machine takes its time for</value>
    [Range(1, 100_000)]
    public int BatchRecords { get; init; } = 10_000;

    /// <summary>Bytes that such a batch has at most; a larger record comes alone.</summary>
    /// <value>8 MB</value>
    [Range(65_536, 64_000_000)]
    public int BatchBytes { get; init; } = 8_000_000;

    /// <summary>How long a record may wait for others to be sent with it.</summary>
    /// <value>5</value>
    [Range(0, 10_000)]
    public int LingerMilliseconds { get; init; } = 5;

    /// <summary>
    /// Any property of librdkafka, by its name: Kafka:Properties:security.protocol=SASL_SSL. In environment variables '_' stands for '.':
    /// Kafka__Properties__sasl_password. They win over what the server sets.
    /// </summary>
    /// <value>none</value>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public bool IsOn => Brokers.Length > 0;
}

public static class KafkaSinkServices
{
    /// <summary>Without brokers there is no sink.</summary>
    public static IServiceCollection AddKafkaSink(this IServiceCollection services, KafkaSinkOptions options) =>
        options.IsOn ? services.AddSingleton<ISink>(provider => new KafkaSink(options, provider.GetRequiredService<ILogger<KafkaSink>>())) : services;
}

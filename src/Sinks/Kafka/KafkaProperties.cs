namespace Sinks.Kafka;

/// <summary>What librdkafka is told.</summary>
public static class KafkaProperties
{
    public static Dictionary<string, string> Of(KafkaSinkOptions options)
    {
        var properties = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = options.Brokers,
            ["client.id"] = "stream",
            // What a lost connection makes the client send twice, the broker writes once, and in order.
            ["enable.idempotence"] = "true",
            // A request that is refused ends the client, before records that follow overtake those of that request; a new client goes on.
            ["enable.gapless.guarantee"] = "true",
            ["compression.type"] = "lz4",
            // The hash of Java's clients, so that topics of both can be joined.
            ["partitioner"] = "murmur2_random",
            // Never given up by the client: the records would come again, and then behind those that follow them.
            ["message.timeout.ms"] = "0",
            // Records come by batches already; this is only for the sender not to run ahead of the first of them.
            ["linger.ms"] = "1",
            ["reconnect.backoff.max.ms"] = "2000",
            ["socket.keepalive.enable"] = "true",
            ["dotnet.producer.delivery.report.fields"] = "none",
        };
        foreach (var (name, value) in options.Properties)
            properties[name.Replace('_', '.')] = value;
        // The one rests on the other.
        if (properties["enable.idempotence"] == "false")
            properties.Remove("enable.gapless.guarantee");
        return properties;
    }
}

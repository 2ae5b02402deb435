namespace Functional.Tests.Delivery;

/// <summary>Brokers of other people; a test that needs one which is not installed is skipped.</summary>
internal static class Peers
{
    public static KafkaCluster Kafka(int brokers = 1, int partitions = 4) => KafkaCluster.Start(brokers, partitions, "stream.results", "stream.events");

    /// <summary>It keeps what it was told over a stop.</summary>
    public static RedisServer Redis(params string[] settings) => new(["--appendonly", "yes", "--save", "", .. settings]);
}

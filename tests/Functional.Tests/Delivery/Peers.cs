using Load.Sinks;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>Brokers of other people; a test that needs one which is not installed is skipped.</summary>
internal static class Peers
{
    public static KafkaCluster Kafka(int brokers = 1, int partitions = 4) => OrSkip(() => KafkaCluster.Start(brokers, partitions, "stream.results", "stream.events"));

    /// <summary>It keeps what it was told over a stop.</summary>
    public static RedisServer Redis(params string[] settings) => OrSkip(() => new RedisServer(["--appendonly", "yes", "--save", "", .. settings]));

    public static T OrSkip<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (PeerMissingException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}

using Google.Protobuf.WellKnownTypes;
using Load.Outage;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>A bench that finds nothing wrong must be able to.</summary>
public sealed class OutageFindingsTests
{
    private static readonly SessionKey Ended = new("gate", "ended"), Killed = new("gate", "killed");

    [Fact]
    public void Where_all_adds_up_nothing_is_wrong() => Assert.Empty(Faults());

    [Fact]
    public void A_result_that_one_sink_lacks_is_told()
    {
        Assert.Contains("gate/killed: 1 results are in Kafka and not in Redis, the first is 1", Faults(redis: [0, 2]));
        Assert.Contains("gate/killed: 1 results are in Redis and not in Kafka, the first is 1", Faults(kafka: [0, 2]));
    }

    [Fact]
    public void A_store_that_counts_one_too_many_or_too_few_is_told()
    {
        Assert.Equal(["gate/killed: the store counts 4 results, Kafka has 3", "the store's minutes add up to 7 results, Kafka has 6"], Faults(stored: 4));
        Assert.Equal(["gate/killed: the store counts 2 results, Kafka has 3", "the store's minutes add up to 5 results, Kafka has 6"], Faults(stored: 2));
    }

    [Fact]
    public void What_all_sinks_lack_is_told_by_the_server_and_the_viewers()
    {
        Assert.Contains("gate/ended: the server counted 4 results, Kafka has 3", Faults(ended: 4));
        Assert.Contains("gate/killed: 1 results that viewers got are not in Kafka, the first is 1", Faults(kafka: [0, 2], redis: [0, 2], stored: 2));
        Assert.Equal(["gate/killed: 1 results that viewers got are not in Kafka, the first is 3"], Faults(viewed: [0, 1, 2, 3]));
    }

    [Fact]
    public void What_is_there_twice_or_in_another_order_is_told()
    {
        Assert.Equal(["1 results are in Redis twice"], Faults(redis: [0, 1, 1, 2]));
        Assert.Equal(["1 results came behind later ones of their session"], Faults(kafka: [0, 2, 1]));
        Assert.Empty(Faults(kafka: [0, 1, 2, 0, 1, 2]));
        Assert.Equal(["1 of 100 results were in Kafka twice before the server was killed"], Faults(unkilled: new(100, 1, 0)));
        Assert.Empty(Faults(unkilled: new(101, 1, 0)));
    }

    private static IEnumerable<string> Faults(long[]? kafka = null, long[]? redis = null, long[]? viewed = null, long stored = 3, long ended = 3, TallyCounts? unkilled = null) =>
        new OutageFindings
        {
            Readers = new(Tally(kafka), Tally(redis), Tally(viewed)),
            Stored = new(new Dictionary<SessionKey, long> { [Ended] = 3, [Killed] = stored }, 3 + stored),
            Ended = new Dictionary<SessionKey, long> { [Ended] = ended },
            KafkaUnkilled = unkilled ?? new(100, 0, 0),
            Lost = 0,
        }.Faults();

    /// <summary>Three results of the session that ended, and these of the one that was killed.</summary>
    private static ResultTally Tally(long[]? killed)
    {
        var tally = new ResultTally();
        foreach (var (key, sequence) in new long[] { 0, 1, 2 }.Select(sequence => (Ended, sequence)).Concat((killed ?? [0, 1, 2]).Select(sequence => (Killed, sequence))))
            tally.Add(new() { StreamId = key.Stream, SessionId = key.Session, Sequence = sequence, CaptureTime = new Timestamp(), Timing = new() });
        return tally;
    }
}

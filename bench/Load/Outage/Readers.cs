namespace Load.Outage;

/// <summary>What those got who read results while the bench runs.</summary>
/// <param name="Viewed">By the streams' gRPC subscribers.</param>
internal sealed record Readers(ResultTally Kafka, ResultTally Redis, ResultTally Viewed)
{
    /// <summary>Results that one of them has and another has not yet.</summary>
    public long Behind
    {
        get
        {
            var (kafka, redis, viewed) = (Kafka.Counts.Results, Redis.Counts.Results, Viewed.Counts.Results);
            return Math.Max(Math.Max(kafka, redis), viewed) - Math.Min(kafka, redis);
        }
    }
}

namespace Load.Outage;

/// <summary>What the readers got, the store counted and the server said; and what of it does not add up.</summary>
internal sealed record OutageFindings
{
    private const double MostDuplicates = 0.01;

    public required Readers Readers { get; init; }
    public StoredFrames Stored { get; init; } = new(new Dictionary<SessionKey, long>(), 0);

    /// <summary>Results of the sessions that were not killed, by the server's count.</summary>
    public required IReadOnlyDictionary<SessionKey, long> Ended { get; init; }

    /// <summary>As it was before the server was killed for the first time.</summary>
    public required TallyCounts KafkaUnkilled { get; init; }

    /// <summary>Records that the log or a sink did not take, by the server's count.</summary>
    public required long Lost { get; init; }

    /// <summary>Messages of Kafka that could not be read in time.</summary>
    public long Missed { get; init; }

    private ResultTally Kafka => Readers.Kafka;

    private ResultTally Redis => Readers.Redis;

    private ResultTally Viewed => Readers.Viewed;

    /// <summary>A line for each thing that is not as it must be.</summary>
    public IEnumerable<string> Faults() => SessionFaults().Concat(TotalFaults());

    private IEnumerable<string> SessionFaults() => Kafka.Sessions.Union(Redis.Sessions).Union(Viewed.Sessions).Union(Stored.Sessions.Keys).Union(Ended.Keys).SelectMany(FaultsOf);

    private IEnumerable<string> FaultsOf(SessionKey session)
    {
        var (kafka, redis) = (Kafka.SequencesOf(session), Redis.SequencesOf(session));
        var name = $"{session.Stream}/{session.Session}";
        if (redis.Except(kafka).ToList() is { Count: > 0 } notInKafka)
            yield return $"{name}: {notInKafka.Count} results are in Redis and not in Kafka, the first is {notInKafka.Min()}";
        if (kafka.Except(redis).ToList() is { Count: > 0 } notInRedis)
            yield return $"{name}: {notInRedis.Count} results are in Kafka and not in Redis, the first is {notInRedis.Min()}";
        if (Stored.Sessions.GetValueOrDefault(session) is var stored && stored != kafka.Count)
            yield return $"{name}: the store counts {stored} results, Kafka has {kafka.Count}";
        if (Ended.TryGetValue(session, out var ended) && ended != kafka.Count)
            yield return $"{name}: the server counted {ended} results, Kafka has {kafka.Count}";
        if (Viewed.SequencesOf(session).Except(kafka).ToList() is { Count: > 0 } onlyViewed)
            yield return $"{name}: {onlyViewed.Count} results that viewers got are not in Kafka, the first is {onlyViewed.Min()}";
    }

    private IEnumerable<string> TotalFaults()
    {
        if (Kafka.Counts.Results == 0 || Ended.Count == 0)
            yield return "there are no results";
        if (Stored.Summed != Kafka.Counts.Results)
            yield return $"the store's minutes add up to {Stored.Summed} results, Kafka has {Kafka.Counts.Results}";
        if (Kafka.Counts.Disordered + Redis.Counts.Disordered is > 0 and var disordered)
            yield return $"{disordered} results came behind later ones of their session";
        if (Redis.Counts.Duplicates > 0)
            yield return $"{Redis.Counts.Duplicates} results are in Redis twice";
        if (KafkaUnkilled.Duplicates >= MostDuplicates * KafkaUnkilled.Results)
            yield return $"{KafkaUnkilled.Duplicates} of {KafkaUnkilled.Results} results were in Kafka twice before the server was killed";
        if (Lost > 0)
            yield return $"the log or a sink did not take {Lost} records";
        if (Missed > 0)
            yield return $"{Missed} messages of Kafka could not be read in time";
    }
}

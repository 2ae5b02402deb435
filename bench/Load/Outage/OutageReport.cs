namespace Load.Outage;

/// <summary>What the outage bench found, as its JSON says it.</summary>
internal sealed record OutageReport : Report
{
    private static readonly Phase[] Outages = [Phase.KafkaDown, Phase.RedisDown, Phase.PostgresDown];

    /// <summary>The load average, as <see cref="Machine.LoadAverage"/> is before the first phase.</summary>
    public required double LoadAtEnd { get; init; }
    public required string Model { get; init; }
    public required int InputSize { get; init; }

    /// <summary>1: each outage lasts a minute.</summary>
    public required double Scale { get; init; }
    public required int Sessions { get; init; }

    /// <summary>Each counted once.</summary>
    public required long Results { get; init; }

    /// <summary>Frames with a result, as the store has summed them: the same.</summary>
    public required long Stored { get; init; }

    /// <summary>Results that viewers got.</summary>
    public required long Viewed { get; init; }
    public required TallyCounts Kafka { get; init; }

    /// <summary>As it was before the server was killed for the first time; its goal is less than 1 % duplicates.</summary>
    public required TallyCounts KafkaUnkilled { get; init; }
    public required TallyCounts Redis { get; init; }

    /// <summary>Steady first.</summary>
    public required IReadOnlyList<PhaseFigures> Phases { get; init; }

    /// <summary>What is not as it must be: nothing.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public static OutageReport Of(Machine machine, string? model, int inputSize, double scale, PhaseClock clock, OutageFindings findings)
    {
        var readers = findings.Readers;
        return new()
        {
            Machine = machine,
            LoadAtEnd = Machine.Load(),
            Model = model is null ? "default" : Path.GetFileNameWithoutExtension(model),
            InputSize = inputSize,
            Scale = scale,
            Sessions = readers.Kafka.Sessions.Count(),
            Results = readers.Kafka.Counts.Results,
            Stored = findings.Stored.Summed,
            Viewed = readers.Viewed.Counts.Results,
            Kafka = readers.Kafka.Counts,
            KafkaUnkilled = findings.KafkaUnkilled,
            Redis = readers.Redis.Counts,
            Phases = [PhaseFigures.OfSteady(clock, readers), .. Outages.Select(phase => PhaseFigures.OfOutage(phase, clock, readers))],
            Faults = [.. findings.Faults()],
        };
    }

    public override void Print() => OutageTable.Print(this);

    public override string? BrokenPromise() => Faults is [var first, ..] ? $"{Faults.Count} checks failed: {first}" : null;
}

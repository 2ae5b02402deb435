namespace Load.Outage;

/// <summary>Eight streams while Kafka, Redis, Postgres and the server itself go away one after another; then the books.</summary>
/// <param name="scale">1: Kafka and Redis are away for a minute each.</param>
internal sealed class OutageBench(string? model, int inputSize, double scale)
{
    public async Task<OutageReport> Run(CancellationToken stop)
    {
        var machine = Machine.Read();
        var folder = Directory.CreateTempSubdirectory("stream-bench-outage-").FullName;
        try
        {
            await using var peers = await OutagePeers.Start();
            var readers = new Readers(new(), new(), new());
            await using var server = new DurableServer(Settings(peers, folder), readers.Viewed);
            var timeline = new OutageTimeline(peers, server, readers, scale);
            OutageFindings findings;
            await using (var inKafka = new KafkaTail(peers.Kafka.Brokers, OutagePeers.Topic, OutagePeers.Partitions, readers.Kafka.Add))
            await using (new RedisTail(peers.Redis.Address, DurableServer.Streams, readers.Redis.Add))
                findings = await timeline.Run(stop) with { Missed = inKafka.Missed };
            findings = findings with { Stored = await StoredFrames.Read(peers.Database, stop) };
            return OutageReport.Of(machine, model, inputSize, scale, timeline.Phases, findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string[] Settings(OutagePeers peers, string folder) =>
    [
        $"Server:DataDirectory={folder}", $"Inference:InputSize={inputSize}", .. model is null ? [] : new[] { $"Server:DefaultModel={model}" },
        $"Kafka:Brokers={peers.Kafka.Brokers}", $"Redis:Address={peers.Redis.Address}", "Redis:MaxLength=10000000",
        "Store:Kind=Postgres", $"Store:ConnectionString={peers.Database}",
        // Small, so that segments come and go; a busy machine shall not make the log refuse anything.
        "Delivery:SegmentBytes=1000000", "Delivery:AppendTimeoutMilliseconds=10000", "Delivery:NewSinkStartsAt=Start",
        $"Delivery:RetryMaxMilliseconds={(int)Math.Clamp(5000 * scale, 250, 5000)}",
    ];
}

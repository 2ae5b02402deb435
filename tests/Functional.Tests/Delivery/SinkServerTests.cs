using Wire.V1;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>The whole server: what a stream results in is in Kafka and in Redis.</summary>
public sealed class SinkServerTests
{
    [Fact]
    public async Task A_streams_results_are_in_Kafka_and_in_Redis()
    {
        using var kafka = Peers.Kafka();
        using var redis = Peers.Redis();
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.Start(("Kafka:Brokers", kafka.Brokers), ("Redis:Address", redis.Address), ("Server:DataDirectory", folder.Path));
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)) });
        await server.StreamIs("gate", "ended");

        var inferred = (int)(await server.Stream("gate")).Number("frames", "inferred");
        Assert.True(inferred > 0);

        using var reader = new RedisReader(redis);
        await Eventually.Be(() => reader.Results("gate").Count() == inferred, "Redis has all results");
        var inRedis = reader.Results("gate").ToList();
        Assert.Equal(inRedis.OrderBy(result => result.Sequence), inRedis);
        IReadOnlyList<KafkaMessage> inKafka = [];
        await Eventually.Be(async () => (inKafka = await KafkaReader.Read(kafka, "stream.results")).Count == inferred, "Kafka has all results");
        Assert.Equal(inRedis, inKafka.Select(message => FrameResult.Parser.ParseFrom(message.Value)));
        await Eventually.Be(() => reader.Entries("stream:events").Select(entry => (string)entry["kind"]!).Contains("ended"), "the stream's end is told");
        Assert.Equal(0, reader.Database.HashLength("streams"));
    }

    [Fact]
    public async Task Sinks_that_are_away_are_named_and_keep_nobody_from_anything()
    {
        var (kafka, redis) = ($"127.0.0.1:{PeerProcess.FreePort()}", $"127.0.0.1:{PeerProcess.FreePort()}");
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.Start(
            ("Kafka:Brokers", kafka), ("Redis:Address", redis), ("Redis:Password", "hunter2"), ("Server:DataDirectory", folder.Path), ("Server:DrainSeconds", "2"));
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)) });
        Assert.True((await server.StreamIs("gate", "ended")).Number("frames", "inferred") > 0);
        var ready = "";
        await Eventually.Be(
            async () => (ready = await server.Http.GetStringAsync("/readyz", TestContext.Current.CancellationToken)).Contains("sink kafka: ", StringComparison.Ordinal) && ready.Contains("sink redis: ", StringComparison.Ordinal),
            "both are named", () => ready);
        Assert.Contains(kafka, ready, StringComparison.Ordinal);
        Assert.Contains(redis, ready, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ready + string.Join('\n', server.Log.Errors), StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using Sinks;
using Sinks.Kafka;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>Against librdkafka's mock cluster in a process of its own; kcat reads.</summary>
public sealed class KafkaSinkTests
{
    private const string Results = "stream.results", Events = "stream.events";

    private static SinkRun Run(KafkaSinkOptions options, int acknowledgeTimeoutSeconds = 30) =>
        new SinkRun(new KafkaSink(options, NullLogger<KafkaSink>.Instance), acknowledgeTimeoutSeconds).Start();

    /// <summary>Every number once, and those of a stream in their order.</summary>
    private static void AreAllOnce(IEnumerable<KafkaMessage> read, int count, int streams = 4)
    {
        var byStream = read.GroupBy(message => message.Key).ToList();
        Assert.Equal(streams, byStream.Count);
        foreach (var stream in byStream)
        {
            var results = stream.Select(message => FrameResult.Parser.ParseFrom(message.Value)).ToList();
            Assert.All(results, result => Assert.Equal(stream.Key, result.StreamId));
            Assert.Equal(Enumerable.Range(0, count / streams).Select(number => (long)number), results.Select(result => result.Sequence));
        }
    }

    // librdkafka freed what the question was still using, and now and then the process died of it.
    [Fact]
    public async Task A_client_that_ends_while_the_cluster_is_asked_waits_for_that()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var client = new KafkaClient(new() { Brokers = $"{silent.LocalEndpoint}" }, NullLogger.Instance);
        var asking = Task.Run(() => client.Check([Results, Events]), TestContext.Current.CancellationToken);
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        client.Dispose();
        // The second topic is not asked for any more.
        await Assert.ThrowsAsync<SinkException>(() => asking.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        Assert.Throws<SinkException>(() => client.Check([Results]));
    }

    // What was wrong yesterday is not why it fails today.
    [Fact]
    public async Task A_complaint_is_forgotten_when_the_cluster_is_there_again()
    {
        using var cluster = Peers.Kafka();
        using var client = new KafkaClient(new() { Brokers = cluster.Brokers }, NullLogger.Instance);
        client.Check([Results]);
        cluster.Down(1);
        await Eventually.Be(() => client.Complaint is not null, "it complains");
        cluster.Up(1);
        await Eventually.Be(() => Succeeds(() => client.Check([Results])), "the cluster answers");
        Assert.Null(client.Complaint);
    }

    private static bool Succeeds(Action act) => Record.Exception(act) is null;

    [Fact]
    public async Task Every_result_arrives_byte_for_byte_in_its_streams_order()
    {
        using var cluster = Peers.Kafka(brokers: 3);
        await using var run = Run(new() { Brokers = cluster.Brokers, BatchRecords = 300 });
        run.Append(0, 2000, streams: 8);
        run.Append(RecordKind.Drops, new DropReport { StreamId = "camera-0" }.ToByteArray());
        await run.Delivered();

        var read = await KafkaReader.Read(cluster, Results);
        AreAllOnce(read, 2000, streams: 8);
        Assert.True(read.Select(message => message.Partition).Distinct().Count() > 1);
        var last = read.Single(message => message.Key == "camera-7" && FrameResult.Parser.ParseFrom(message.Value).Sequence == 249);
        Assert.Equal(SinkRun.Result(1999, streams: 8).ToByteArray(), last.Value);
        Assert.Equal((2001, 0, 0), (run.Pump.Counters.Delivered, run.Pump.Counters.Retried, run.Pump.Counters.Dropped));
    }

    [Fact]
    public async Task A_result_is_a_CloudEvent_in_binary_mode()
    {
        using var cluster = Peers.Kafka();
        await using var run = Run(new() { Brokers = cluster.Brokers });
        run.Append(SinkRun.Result(9));
        await run.Delivered();

        var message = Assert.Single(await KafkaReader.Read(cluster, Results));
        Assert.Equal("camera-1", message.Key);
        Assert.Equal(
            $"ce_specversion=1.0,ce_id=camera-1/{SinkRun.Session}/2,ce_type=stream.v1.FrameResult,ce_source=/v1/streams/camera-1,ce_subject=camera-1,ce_time=2026-01-02T03:00:00.120Z,content-type=application/protobuf",
            message.Headers);
    }

    [Fact]
    public async Task An_event_goes_to_its_own_topic()
    {
        using var cluster = Peers.Kafka();
        await using var run = Run(new() { Brokers = cluster.Brokers, Value = ValueFormat.Json });
        var time = new Timestamp { Seconds = 1767322800 };
        run.Append(RecordKind.Event, new StreamEvent { Id = "0198c2a4f0c17d5e8f3b6a5d4c2e1f00", Time = time, Kind = StreamEventKind.Lost, StreamId = "gate" }.ToByteArray());
        run.Append(RecordKind.Event, new StreamEvent { Id = "0198c2a4f0c17d5e8f3b6a5d4c2e1f01", Time = time, Kind = StreamEventKind.SinkUp, Subject = "redis", Count = 7 }.ToByteArray());
        await run.Delivered();

        var read = (await KafkaReader.Read(cluster, Events)).ToDictionary(message => message.Key);
        Assert.Equal(
            "ce_specversion=1.0,ce_id=0198c2a4f0c17d5e8f3b6a5d4c2e1f00,ce_type=stream.v1.StreamEvent,ce_source=/v1/streams/gate,ce_subject=gate,ce_time=2026-01-02T03:00:00.000Z,content-type=application/json",
            read["gate"].Headers);
        Assert.Equal(
            """{"id":"0198c2a4f0c17d5e8f3b6a5d4c2e1f01","time":"2026-01-02T03:00:00Z","kind":"sinkUp","streamId":"","sessionId":"","subject":"redis","detail":"","count":"7"}""",
            Encoding.UTF8.GetString(read["redis"].Value));
        Assert.Contains("ce_source=/v1/events,", read["redis"].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_can_be_JSON()
    {
        using var cluster = Peers.Kafka();
        await using var run = Run(new() { Brokers = cluster.Brokers, Value = ValueFormat.Json });
        run.Append(0, 40);
        await run.Delivered();

        var read = await KafkaReader.Read(cluster, Results);
        Assert.Equal(40, read.Count);
        Assert.Contains(SinkRun.Result(39), read.Select(message => FrameResultJson.Parse(message.Value)));
        Assert.All(read, message => Assert.EndsWith("content-type=application/json", message.Headers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broker_that_is_away_costs_nothing()
    {
        using var cluster = Peers.Kafka();
        await using var run = Run(new() { Brokers = cluster.Brokers });
        run.Append(0, 400);
        await run.Delivered();
        cluster.Down(1);
        run.Append(400, 400);
        Assert.Contains(cluster.Brokers, await run.Down(), StringComparison.Ordinal);
        run.Append(800, 400);
        cluster.Up(1);
        await run.Delivered();
        AreAllOnce(await KafkaReader.Read(cluster, Results), 1200);
    }

    [Fact]
    public async Task A_write_that_was_given_up_is_not_sent_twice()
    {
        using var cluster = Peers.Kafka();
        await using var run = Run(new() { Brokers = cluster.Brokers }, acknowledgeTimeoutSeconds: 1);
        run.Append(0, 40);
        await run.Delivered();
        cluster.Freeze();
        run.Append(40, 400);
        Assert.Contains("1 s", await run.Down(), StringComparison.Ordinal);
        cluster.Thaw();
        await run.Delivered();
        AreAllOnce(await KafkaReader.Read(cluster, Results), 440);
        Assert.True(run.Pump.Counters.Retried > 0);
    }

    [Fact]
    public async Task Requests_that_fail_are_repeated_in_order()
    {
        const int notEnoughReplicas = 19;
        using var cluster = Peers.Kafka(partitions: 1);
        await using var run = Run(new() { Brokers = cluster.Brokers, BatchRecords = 50 });
        run.Append(0, 40);
        await run.Delivered();
        cluster.FailRequests(KafkaCluster.Produce, notEnoughReplicas, 5);
        run.Append(40, 400);
        await run.Delivered();
        AreAllOnce(await KafkaReader.Read(cluster, Results), 440);
    }

    [Fact]
    public async Task Nothing_overtakes_a_record_whose_request_was_refused()
    {
        const int topicAuthorizationFailed = 29;
        using var cluster = Peers.Kafka(partitions: 1);
        await using var run = Run(new() { Brokers = cluster.Brokers, Properties = new Dictionary<string, string> { ["batch.num.messages"] = "20" } });
        run.Append(0, 40);
        await run.Delivered();
        cluster.FailRequests(KafkaCluster.Produce, topicAuthorizationFailed, 1);
        run.Append(40, 400);
        await run.Delivered();
        var read = await KafkaReader.Read(cluster, Results);
        AreAllOnce(read.DistinctBy(message => message.Headers), 440);
        Assert.True(run.Pump.Counters.Retried > 0);
    }

    [Fact]
    public async Task A_missing_right_is_told_and_nothing_is_lost()
    {
        const int topicAuthorizationFailed = 29;
        using var cluster = Peers.Kafka();
        cluster.FailTopic(Results, topicAuthorizationFailed);
        await using var run = Run(new() { Brokers = cluster.Brokers });
        run.Append(0, 40);
        Assert.Equal("no right to write to topic stream.results; give the user WRITE and DESCRIBE on it", await run.Down());
        cluster.FailTopic(Results, 0);
        await run.Delivered();
        AreAllOnce(await KafkaReader.Read(cluster, Results), 40);
    }

    [Fact]
    public async Task A_record_that_the_cluster_refuses_is_dropped_and_counted()
    {
        using var cluster = Peers.Kafka();
        await using var run = Run(new() { Brokers = cluster.Brokers, Properties = new Dictionary<string, string> { ["message.max.bytes"] = "20000" } });
        run.Append(0, 40);
        run.Append(SampleResult.Of("crowd", SinkRun.Session, 0, people: 200));
        run.Append(RecordKind.Result, [0xff, 0xff, 0xff]);
        run.Append(40, 40);
        await run.Delivered();
        AreAllOnce(await KafkaReader.Read(cluster, Results), 80);
        Assert.Equal((80, 2), (run.Pump.Counters.Delivered, run.Pump.Counters.Dropped));
    }

    [Theory]
    [InlineData("no.such.property", "1", "No such configuration property: \"no.such.property\"")]
    [InlineData("compression_type", "zip", "Invalid value \"zip\"")]
    [InlineData("ssl_ca_location", "/no/such/file", "ssl.ca.location")]
    public async Task A_wrong_property_is_named(string property, string value, string named)
    {
        var properties = new Dictionary<string, string> { [property] = value, ["security.protocol"] = "SSL" };
        await using var run = Run(new() { Brokers = "127.0.0.1:1", Properties = properties });
        var error = await run.Down();
        Assert.StartsWith("the configuration is refused: ", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brokers_that_are_not_there_are_named()
    {
        var brokers = $"127.0.0.1:{PeerProcess.FreePort()}";
        await using var run = Run(new() { Brokers = brokers });
        var error = await run.Down();
        Assert.Contains(brokers, error, StringComparison.Ordinal);
        Assert.Contains("Connection refused", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_is_not_taken_is_told_and_not_shown()
    {
        using var cluster = Peers.Kafka();
        var sasl = new Dictionary<string, string> { ["security.protocol"] = "SASL_PLAINTEXT", ["sasl.mechanisms"] = "PLAIN", ["sasl.username"] = "stream", ["sasl.password"] = "hunter2" };
        await using var run = Run(new() { Brokers = cluster.Brokers, Properties = sasl });
        var error = await run.Down();
        Assert.Contains("SASL", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_go_through_TLS_and_SASL()
    {
        using var cluster = Peers.Kafka();
        await using var secure = new SecureBroker(cluster.Brokers, "stream", "hunter2");
        await using var run = Run(Secure(secure, secure.CertificateFile, "hunter2"));
        run.Append(0, 400);
        await run.Delivered();
        AreAllOnce(await KafkaReader.Read(cluster, Results), 400);
    }

    [Fact]
    public async Task A_broker_that_is_not_trusted_gets_nothing_and_is_told()
    {
        using var cluster = Peers.Kafka();
        await using var secure = new SecureBroker(cluster.Brokers, "stream", "hunter2");
        await using var other = new SecureBroker(cluster.Brokers, "", "");
        await using var run = Run(Secure(secure, other.CertificateFile, "hunter2"));
        run.Append(0, 40);
        Assert.Contains("certificate verify failed", await run.Down(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_password_that_is_not_taken_is_told_through_TLS_too()
    {
        using var cluster = Peers.Kafka();
        await using var secure = new SecureBroker(cluster.Brokers, "stream", "hunter2");
        await using var run = Run(Secure(secure, secure.CertificateFile, "hunter3"));
        run.Append(0, 40);
        var error = await run.Down();
        Assert.Contains("SASL", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter3", error, StringComparison.Ordinal);
    }

    private static KafkaSinkOptions Secure(SecureBroker broker, string trusted, string password) => new()
    {
        Brokers = broker.Address,
        Properties = new Dictionary<string, string>
        {
            ["security.protocol"] = "SASL_SSL", ["ssl.ca.location"] = trusted, ["broker.address.family"] = "v4",
            ["sasl.mechanisms"] = "PLAIN", ["sasl.username"] = "stream", ["sasl.password"] = password,
        },
    };
}

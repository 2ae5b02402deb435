using Google.Protobuf;
using ResultLog;
using Sinks;
using Sinks.Redis;
using StackExchange.Redis;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>Against Debian's redis-server.</summary>
public sealed class RedisSinkTests
{
    private static SinkRun Run(RedisSinkOptions options, int acknowledgeTimeoutSeconds = 30) => new SinkRun(new RedisSink(options), acknowledgeTimeoutSeconds).Start();

    /// <summary>Every number once, in its stream's order.</summary>
    private static void AreAllOnce(RedisServer server, int count, int streams = 4)
    {
        using var reader = new RedisReader(server);
        for (var stream = 0; stream < streams; stream++)
            Assert.Equal(Enumerable.Range(0, count / streams).Select(number => (long)number), reader.Results($"camera-{stream}").Select(result => result.Sequence));
    }

    [Fact]
    public async Task Every_result_arrives_in_its_streams_order_and_the_newest_is_at_hand()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address, BatchRecords = 300 });
        run.Append(0, 2000, streams: 8);
        run.Append(RecordKind.Drops, new DropReport { StreamId = "camera-0" }.ToByteArray());
        await run.Delivered();
        AreAllOnce(server, 2000, streams: 8);

        using var reader = new RedisReader(server);
        var newest = SinkRun.Result(1999, streams: 8);
        var entry = reader.Entries("stream:camera-7:results")[^1];
        Assert.Equal(["result", "session", "sequence", "pts"], entry.Keys);
        Assert.Equal(newest.ToByteArray(), (byte[])entry["result"]!);
        Assert.Equal((SinkRun.Session, 249, 747_000), ((string)entry["session"]!, (long)entry["sequence"], (long)entry["pts"]));
        var latest = reader.Database.HashGetAll("stream:camera-7:latest").ToDictionary(field => (string)field.Name!, field => field.Value);
        Assert.Equal(newest.ToByteArray(), (byte[])latest["result"]!);
        Assert.Equal(249, (long)latest["sequence"]);
        Assert.Equal(8, reader.Database.HashLength("streams"));
        Assert.InRange(reader.Database.KeyTimeToLive("stream:camera-7:latest")!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        Assert.InRange(reader.Database.KeyTimeToLive("streams")!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Events_are_a_stream_of_their_own_and_an_ended_stream_is_not_listed()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address, Value = ValueFormat.Json, KeyPrefix = "{a}:" });
        run.Append(0, 8);
        run.Append(RecordKind.Event, new StreamEvent { Id = "e1", Kind = StreamEventKind.Ended, StreamId = "camera-2" }.ToByteArray());
        await run.Delivered();

        using var reader = new RedisReader(server);
        var entry = Assert.Single(reader.Entries("{a}:stream:events"));
        Assert.Equal(("e1", "ended", "camera-2"), ((string)entry["id"]!, (string)entry["kind"]!, (string)entry["stream"]!));
        Assert.StartsWith("""{"id":"e1","kind":"ended","streamId":"camera-2",""", (string)entry["event"]!, StringComparison.Ordinal);
        Assert.Equal(["camera-0", "camera-1", "camera-3"], reader.Database.HashKeys("{a}:streams").Select(key => (string)key!).Order());
        Assert.Equal(SinkRun.Result(7), FrameResultJson.Parse((byte[])reader.Entries("{a}:stream:camera-3:results")[1]["result"]!));
    }

    [Fact]
    public async Task A_stream_keeps_about_as_many_as_it_may()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address, MaxLength = 50 });
        run.Append(0, 2000, streams: 1);
        await run.Delivered();
        using var reader = new RedisReader(server);
        var kept = reader.Results("camera-0").Select(result => result.Sequence).ToList();
        Assert.InRange(kept.Count, 50, 250);
        Assert.Equal(1999, kept[^1]);
    }

    [Fact]
    public async Task A_server_that_was_stopped_and_started_has_every_result_once()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address });
        run.Append(0, 400);
        await run.Delivered();
        server.Stop();
        run.Append(400, 400);
        Assert.Contains($"cannot reach {server.Address}", await run.Down(), StringComparison.Ordinal);
        run.Append(800, 400);
        server.StartAgain();
        await run.Delivered();
        AreAllOnce(server, 1200);
    }

    [Fact]
    public async Task A_server_that_froze_has_every_result_once()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address }, acknowledgeTimeoutSeconds: 1);
        run.Append(0, 40);
        await run.Delivered();
        server.Freeze();
        run.Append(40, 400);
        await run.Down();
        server.Thaw();
        await run.Delivered();
        AreAllOnce(server, 440);
    }

    // The client would give up after five seconds by itself.
    [Fact]
    public async Task A_slow_server_has_the_time_that_an_acknowledgement_may_take()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address }, acknowledgeTimeoutSeconds: 60);
        run.Append(0, 40);
        await run.Delivered();
        using (var reader = new RedisReader(server))
            reader.Database.Execute("CLIENT", "PAUSE", 8000, "WRITE");
        run.Append(40, 400);
        await run.Delivered();
        Assert.Equal(0, run.Pump.Counters.Retried);
        AreAllOnce(server, 440);
    }

    [Fact]
    public async Task Connections_that_are_cut_while_writing_cost_nothing_and_double_nothing()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address, BatchRecords = 20, LingerMilliseconds = 0 });
        using var reader = new RedisReader(server);
        for (var round = 0; round < 10; round++)
        {
            run.Append(round * 400, 400);
            // All but the reader's own.
            await reader.Database.ExecuteAsync("CLIENT", (RedisValue)"KILL", (RedisValue)"TYPE", (RedisValue)"normal", (RedisValue)"SKIPME", (RedisValue)"yes");
        }

        await run.Delivered();
        AreAllOnce(server, 4000);
    }

    [Fact]
    public async Task After_a_crash_the_position_in_Redis_counts()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address });
        run.Append(0, 400);
        await run.Delivered();
        await run.StartAgainFrom(100);
        run.Append(400, 400);
        await run.Delivered();
        AreAllOnce(server, 800);
    }

    [Fact]
    public async Task A_server_that_forgot_everything_gets_what_comes_from_now_on()
    {
        using var server = Peers.Redis();
        await using var run = Run(new() { Address = server.Address });
        run.Append(0, 400);
        await run.Delivered();
        using var reader = new RedisReader(server);
        await reader.Database.ExecuteAsync("FLUSHALL");
        run.Append(400, 40);
        await run.Delivered();
        Assert.Equal(Enumerable.Range(100, 10).Select(number => (long)number), reader.Results("camera-0").Select(result => result.Sequence));
    }

    [Fact]
    public async Task A_key_that_is_something_else_costs_only_its_own_stream()
    {
        using var server = Peers.Redis();
        using var reader = new RedisReader(server);
        reader.Database.StringSet("stream:camera-1:results", "mine");
        await using var run = Run(new() { Address = server.Address });
        run.Append(0, 40);
        run.Append(RecordKind.Result, [0xff, 0xff, 0xff]);
        await run.Delivered();
        Assert.Equal((30, 11, 0), (run.Pump.Counters.Delivered, run.Pump.Counters.Dropped, run.Pump.Counters.Retried));
        Assert.StartsWith($"{server.Address}: another program keeps something else under the key stream:camera-1:results (WRONGTYPE); rename or delete it, or set Redis:KeyPrefix (11 so far)", run.Pump.Refusal, StringComparison.Ordinal);
        Assert.Equal(10, reader.Results("camera-2").Count());
    }

    [Theory, InlineData(null), InlineData("wrong")]
    public async Task A_password_that_is_not_taken_is_told_and_not_shown(string? password)
    {
        using var server = Peers.Redis("--requirepass", "right");
        await using var run = Run(new() { Address = server.Address, Password = password });
        run.Append(0, 40);
        // A busy client's first attempt may fail before it has heard why.
        await Eventually.Be(() => run.Pump.Error == $"{server.Address} refuses the password: set Redis:Password", $"the sink says why, instead of: {await run.Down()}");
        using var reader = new RedisReader(server, "right");
        reader.Database.Execute("CONFIG", (RedisValue)"SET", (RedisValue)"requirepass", (RedisValue)(password ?? ""));
        await run.Delivered();
    }

    [Fact]
    public async Task A_missing_right_is_told_and_nothing_is_lost()
    {
        using var server = Peers.Redis();
        using var reader = new RedisReader(server);
        reader.Database.Execute("ACL", (RedisValue)"SETUSER", (RedisValue)"default", (RedisValue)"-xadd");
        await using var run = Run(new() { Address = server.Address });
        run.Append(0, 40);
        Assert.Contains("NOPERM", await run.Down(), StringComparison.Ordinal);
        reader.Database.Execute("ACL", (RedisValue)"SETUSER", (RedisValue)"default", (RedisValue)"+xadd");
        await run.Delivered();
        AreAllOnce(server, 40);
    }

    [Fact]
    public async Task A_server_without_memory_is_told_and_nothing_is_lost()
    {
        using var server = Peers.Redis();
        using var reader = new RedisReader(server);
        reader.Database.Execute("CONFIG", (RedisValue)"SET", (RedisValue)"maxmemory", (RedisValue)"1");
        await using var run = Run(new() { Address = server.Address });
        run.Append(0, 40);
        Assert.Contains("OOM", await run.Down(), StringComparison.Ordinal);
        reader.Database.Execute("CONFIG", (RedisValue)"SET", (RedisValue)"maxmemory", (RedisValue)"0");
        await run.Delivered();
        AreAllOnce(server, 40);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var address = $"127.0.0.1:{PeerProcess.FreePort()}";
        await using var run = Run(new() { Address = address });
        Assert.StartsWith($"cannot reach {address}", await run.Down(), StringComparison.Ordinal);
    }
}

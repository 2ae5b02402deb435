using System.Text;
using Google.Protobuf;
using Server.Delivery.Log;
using StackExchange.Redis;
using Wire;
using Wire.V1;

namespace Server.Publish.Redis;

/// <summary>Turns a batch into the commands of one transaction. For one thread.</summary>
internal sealed class RedisWriter(RedisSinkOptions options, RedisKeys keys) : IDisposable
{
    // Of a log that is no longer used; longer than any log keeps its records by default.
    private const int PositionExpirySeconds = 30 * 24 * 3600;

    private readonly RecordValues _values = new(options.Value);
    private readonly Dictionary<string, LatestResult> _latest = [];
    private readonly HashSet<string> _ended = [];

    private readonly record struct LatestResult(RedisValue Value, RedisValue Session, long Sequence, long Pts, long Time);

    /// <summary>Queues the commands.</summary>
    /// <returns>The commands, whose faults are those of single records, and how many records were refused before they became one.</returns>
    public (List<Task> Commands, int Refused) Write(RecordBatch batch, IDatabaseAsync transaction)
    {
        _latest.Clear();
        _ended.Clear();
        var (commands, refused) = (new List<Task>(batch.Count), 0);
        foreach (var record in batch.Records)
        {
            try
            {
                Write(record, transaction, commands);
            }
            catch (Exception e) when (e is MalformedMessageException or InvalidProtocolBufferException)
            {
                refused++;
            }
        }

        foreach (var (stream, latest) in _latest)
            WriteLatest(stream, latest, transaction);
        foreach (var stream in _ended)
            _ = transaction.HashDeleteAsync(keys.Streams, stream);
        _ = transaction.ExecuteAsync("SET", keys.Position, (RedisValue)(batch[^1].Offset + 1), (RedisValue)"EX", (RedisValue)PositionExpirySeconds);
        return (commands, refused);
    }

    public void Dispose() => _values.Dispose();

    private void Write(in LogRecord record, IDatabaseAsync transaction, List<Task> commands)
    {
        if (record.Kind == RecordKind.Result)
            commands.Add(WriteResult(record, transaction));
        else if (record.Kind == RecordKind.Event)
            commands.Add(WriteEvent(record, StreamEvent.Parser.ParseFrom(record.Payload.Span), transaction));
        // Of gaps the log has events, too.
    }

    private Task<RedisResult> WriteResult(in LogRecord record, IDatabaseAsync transaction)
    {
        var result = FrameResultView.Read(record.Payload.Span);
        var stream = Encoding.UTF8.GetString(result.StreamId);
        var latest = new LatestResult(_values.OfResult(record).ToArray(), result.SessionId.ToArray(), result.Sequence, result.Pts90Khz, record.UnixMilliseconds);
        _latest[stream] = latest;
        _ended.Remove(stream);
        return Add(transaction, keys.Results(stream), "result", latest.Value, "session", latest.Session, "sequence", latest.Sequence, "pts", latest.Pts);
    }

    private Task<RedisResult> WriteEvent(in LogRecord record, StreamEvent happened, IDatabaseAsync transaction)
    {
        if (happened.Kind == StreamEventKind.Ended)
            _ended.Add(happened.StreamId);
        return Add(
            transaction, keys.Events, "event", _values.OfEvent(record, happened).ToArray(), "id", happened.Id, "kind", happened.Kind.ToString(), "stream", happened.StreamId);
    }

    /// <summary>XADD key MAXLEN ~ N * field value …</summary>
    private Task<RedisResult> Add(IDatabaseAsync transaction, RedisKey key, params ReadOnlySpan<RedisValue> fields)
    {
        var arguments = new object[5 + fields.Length];
        (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]) = (key, (RedisValue)"MAXLEN", (RedisValue)"~", (RedisValue)options.MaxLength, (RedisValue)"*");
        for (var i = 0; i < fields.Length; i++)
            arguments[5 + i] = fields[i];
        return transaction.ExecuteAsync("XADD", arguments);
    }

    private void WriteLatest(string stream, LatestResult latest, IDatabaseAsync transaction)
    {
        var expiry = TimeSpan.FromSeconds(options.LatestExpirySeconds);
        HashEntry[] fields =
        [
            new("result", latest.Value), new("session", latest.Session), new("sequence", latest.Sequence), new("pts", latest.Pts), new("time", latest.Time),
        ];
        _ = transaction.HashSetAsync(keys.Latest(stream), fields);
        _ = transaction.KeyExpireAsync(keys.Latest(stream), expiry);
        _ = transaction.HashSetAsync(keys.Streams, stream, latest.Time);
        _ = transaction.KeyExpireAsync(keys.Streams, expiry);
    }
}

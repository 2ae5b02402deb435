using System.Text;
using Google.Protobuf;
using ResultLog;
using ResultLog.Read;
using StackExchange.Redis;
using Wire;
using Wire.V1;

namespace Sinks.Redis;

/// <summary>Turns a batch into the commands of one transaction. For one thread.</summary>
internal sealed class RedisWriter(RedisSinkOptions options, RedisKeys keys) : IDisposable
{
    // Of a log that is no longer used; longer than any log keeps its records by default.
    private static readonly TimeSpan PositionExpiry = TimeSpan.FromDays(30);

    private readonly RecordValues _values = new(options.Value);
    private readonly Dictionary<string, LatestResult> _latest = [];
    private readonly HashSet<string> _ended = [];

    private readonly record struct LatestResult(RedisValue Value, RedisValue Session, long Sequence, long Pts, long Time);

    internal readonly record struct Command(RedisKey Key, Task Answer);

    /// <param name="Records">Whose faults are those of single records.</param>
    /// <param name="Others">Of what is kept beside them: the newest results, the list of streams.</param>
    /// <param name="Malformed">Records that became no command.</param>
    internal readonly record struct Written(List<Command> Records, List<Command> Others, int Malformed);

    /// <summary>Queues the commands.</summary>
    public Written Write(RecordBatch batch, IDatabaseAsync transaction)
    {
        _latest.Clear();
        _ended.Clear();
        var (commands, others, refused) = (new List<Command>(batch.Count), new List<Command>(), 0);
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
            WriteLatest(stream, latest, transaction, others);
        foreach (var stream in _ended)
            others.Add(new(keys.Streams, transaction.HashDeleteAsync(keys.Streams, stream)));
        _ = transaction.StringSetAsync(keys.Position, batch[^1].Offset + 1, PositionExpiry);
        return new(commands, others, refused);
    }

    public void Dispose() => _values.Dispose();

    private void Write(in LogRecord record, IDatabaseAsync transaction, List<Command> commands)
    {
        if (record.Kind == RecordKind.Result)
            commands.Add(WriteResult(record, transaction));
        else if (record.Kind == RecordKind.Event)
            commands.Add(WriteEvent(record, StreamEvent.Parser.ParseFrom(record.Payload.Span), transaction));
        // Of gaps the log has events, too.
    }

    private Command WriteResult(in LogRecord record, IDatabaseAsync transaction)
    {
        var result = FrameResultView.Read(record.Payload.Span);
        var stream = Encoding.UTF8.GetString(result.StreamId);
        var latest = new LatestResult(_values.OfResult(record).ToArray(), result.SessionId.ToArray(), result.Sequence, result.Pts90Khz, record.UnixMilliseconds);
        _latest[stream] = latest;
        _ended.Remove(stream);
        return Add(
            transaction, keys.Results(stream), new("result", latest.Value), new("session", latest.Session), new("sequence", latest.Sequence), new("pts", latest.Pts));
    }

    private Command WriteEvent(in LogRecord record, StreamEvent happened, IDatabaseAsync transaction)
    {
        if (happened.Kind == StreamEventKind.Ended)
            _ended.Add(happened.StreamId);
        return Add(
            transaction, keys.Events,
            new("event", _values.OfEvent(record, happened).ToArray()), new("id", happened.Id), new("kind", happened.Kind.Name() ?? $"{(int)happened.Kind}"), new("stream", happened.StreamId));
    }

    private Command Add(IDatabaseAsync transaction, RedisKey key, params NameValueEntry[] fields) =>
        new(key, transaction.StreamAddAsync(key, fields, messageId: null, options.MaxLength, useApproximateMaxLength: true));

    private void WriteLatest(string stream, LatestResult latest, IDatabaseAsync transaction, List<Command> others)
    {
        var expiry = TimeSpan.FromSeconds(options.LatestExpirySeconds);
        HashEntry[] fields =
        [
            new("result", latest.Value), new("session", latest.Session), new("sequence", latest.Sequence), new("pts", latest.Pts), new("time", latest.Time),
        ];
        others.Add(new(keys.Latest(stream), transaction.HashSetAsync(keys.Latest(stream), fields)));
        _ = transaction.KeyExpireAsync(keys.Latest(stream), expiry);
        others.Add(new(keys.Streams, transaction.HashSetAsync(keys.Streams, stream, latest.Time)));
        _ = transaction.KeyExpireAsync(keys.Streams, expiry);
    }
}

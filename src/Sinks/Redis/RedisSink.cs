using ResultLog;
using ResultLog.Pump;
using ResultLog.Read;
using StackExchange.Redis;

namespace Sinks.Redis;

/// <summary>Writes results and events to Redis Streams, and each stream's latest result to a hash.</summary>
/// <remarks>
/// A batch and the log's position behind it are one transaction, under the condition that the position is still the one before it.
/// So each record is there once, even where it is not known whether a transaction that was cut off was carried out.
/// </remarks>
internal sealed class RedisSink(RedisSinkOptions options) : ISink, IDisposable
{
    private readonly RedisConnection _connection = new(options);
    private RedisKeys _keys = null!;
    private RedisWriter? _writer;
    private RedisValue _position;

    public string Name => "redis";

    public string? Refusal { get; private set; }

    public BatchLimits Limits => new(options.BatchRecords, options.BatchBytes, TimeSpan.FromMilliseconds(options.LingerMilliseconds));

    public async Task<long?> OpenAsync(Guid logId, CancellationToken stop)
    {
        _keys = new(options.KeyPrefix, logId);
        _writer ??= new(options, _keys);
        var database = await _connection.Database(stop);
        _position = await _connection.Answer(database.StringGetAsync(_keys.Position), stop);
        return _position.IsNull ? null : (long)_position;
    }

    public async Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        var database = await _connection.Database(stop);
        var transaction = database.CreateTransaction();
        transaction.AddCondition(_position.IsNull ? Condition.KeyNotExists(_keys.Position) : Condition.StringEqual(_keys.Position, _position));
        var end = batch[^1].Offset + 1;
        var written = _writer!.Write(batch, transaction);
        if (!await Execute(database, transaction, stop))
            throw new SinkException($"{options.Address} does not confirm position {_position}: it lost data, another server writes the same log, or it was too slow to tell");
        _position = end;
        // A command that fails in a transaction that is carried out, since another program keeps something else under its key, always will.
        var answers = written.Records.Concat(written.Others).ToList();
        await Task.WhenAll(answers.Select(command => command.Answer)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Refusal = answers.Where(command => command.Answer.IsFaulted).Select(Explain).FirstOrDefault() ?? (written.Malformed > 0 ? "records that cannot be read" : null);
        return written.Malformed + written.Records.Count(command => command.Answer.IsFaulted);
    }

    private string Explain(RedisWriter.Command command)
    {
        var words = command.Answer.Exception!.InnerException!.Message;
        return words.StartsWith("WRONGTYPE", StringComparison.Ordinal)
            ? $"{options.Address}: another program keeps something else under the key {command.Key} (WRONGTYPE); rename or delete it, or set Redis:KeyPrefix"
            : $"{options.Address}: key {command.Key}: {RedisConnection.Advise(words)}";
    }

    public void Dispose()
    {
        _connection.Dispose();
        _writer?.Dispose();
    }

    private async Task<bool> Execute(IDatabase database, ITransaction transaction, CancellationToken stop)
    {
        try
        {
            return await _connection.Answer(transaction.ExecuteAsync(), stop);
        }
        catch (SinkException e) when (e.InnerException is RedisServerException)
        {
            // A transaction says only that a command of it was refused; the same command alone says why. Here it would add nothing.
            await _connection.Answer(database.ExecuteAsync("XADD", _keys.Nothing, (RedisValue)"NOMKSTREAM", (RedisValue)"*", (RedisValue)"a", (RedisValue)"b"), stop);
            throw;
        }
    }
}

using ResultLog.Recovery;
using Google.Protobuf;
using Media;
using ResultLog;
using ResultLog.Pump;
using Wire.V1;

namespace Streaming.Results;

/// <summary>The way of results to Kafka, Redis and the database: one log, and a pump for each sink. Without a sink there is no log.</summary>
/// <param name="folder">Of the log.</param>
public sealed class ResultDelivery(DeliveryOptions options, string folder, IEnumerable<ISink> sinks, TimeProvider time, ILogger<ResultDelivery> logger) : IHostedService
{
    // A message becomes bytes once, for the log and all that read it.
    [ThreadStatic]
    private static byte[]? t_bytes;

    private readonly DeliveryEvents _events = new(time, logger);
    private Task _telling = Task.CompletedTask;
    private Task[] _pumps = [];

    public WriteAheadLog? Log { get; private set; }

    public IReadOnlyList<SinkPump> Sinks { get; private set; } = [];

    /// <summary>What is not as it should be, each with its cause; for readiness.</summary>
    public IEnumerable<string> Faults
    {
        get
        {
            if (Log is { State: not LogState.Ok } log)
                yield return $"the result log is {(log.Error is { } error ? $"failing: {error}" : "full")}";
            foreach (var sink in Sinks.Where(sink => sink.Error is not null))
                yield return $"sink {sink.Name}: {UrlRedactor.Redact(sink.Error!)}";
            foreach (var sink in Sinks.Where(sink => sink.Refusal is not null))
                yield return $"sink {sink.Name} drops results that it refuses: {UrlRedactor.Redact(sink.Refusal ?? "")}";
        }
    }

    /// <summary>The log is full and makes no room of its own: whatever is appended now waits.</summary>
    public bool IsBlocked => Log is { State: LogState.Full } && options.WhenFull == FullPolicy.Block;

    /// <summary>Hands a result over to all sinks. Never throws, and waits at most Delivery:AppendTimeoutMilliseconds.</summary>
    /// <returns>Accepted too where there is no sink that could miss it.</returns>
    public AppendOutcome Append(FrameResult result) => Append(RecordKind.Result, result);

    /// <inheritdoc cref="Append(FrameResult)"/>
    public AppendOutcome Append(StreamEvent happened) => Append(RecordKind.Event, happened);

    /// <inheritdoc cref="Append(FrameResult)"/>
    public AppendOutcome Append(DropReport drops) => Append(RecordKind.Drops, drops);

    /// <exception cref="UserException">The log's folder cannot be used.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var all = sinks.ToList();
        if (all.Count == 0)
            return Task.CompletedTask;
        try
        {
            Log = WriteAheadLog.Open(folder, all.Select(sink => sink.Name), options, time, _events.Raise);
        }
        catch (LogFolderException e)
        {
            throw new UserException(e.Message, e);
        }

        Sinks = [.. all.Select(sink => new SinkPump(sink, Log, options, time, _events.Raise))];
        _telling = _events.RunAsync(happened => Append(happened));
        _pumps = [.. Sinks.Select(sink => Task.Run(() => RunGuarded(sink), CancellationToken.None))];
        return Task.CompletedTask;
    }

    /// <summary>Takes no more; sinks that are up get what is left until <paramref name="cancellationToken"/> fires.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Log?.Complete();
        foreach (var sink in Sinks)
            sink.Finish();
        await using (cancellationToken.Register(() => Sinks.ToList().ForEach(sink => sink.Stop())))
            await Task.WhenAll(_pumps);
        _events.Complete();
        await _telling;
        foreach (var sink in Sinks)
            sink.Dispose();
        Log?.Dispose();
    }

    private AppendOutcome Append(RecordKind kind, IMessage message)
    {
        if (Log is not { } log)
            return AppendOutcome.Accepted;
        var size = message.CalculateSize();
        if (t_bytes is null || t_bytes.Length < size)
            t_bytes = new byte[2 * size];
        var bytes = t_bytes.AsSpan(0, size);
        message.WriteTo(bytes);
        return log.Append(kind, bytes);
    }

    private async Task RunGuarded(SinkPump sink)
    {
        try
        {
            await sink.RunAsync();
        }
        catch (Exception e)
        {
            // A fault of ours: it ends this sink and touches no other.
            logger.SinkBroken(sink.Name, e);
        }
    }
}

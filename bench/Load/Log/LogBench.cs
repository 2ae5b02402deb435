using System.Diagnostics;
using Cli;
using ResultLog;
using ResultLog.Pump;
using ResultLog.Read;

namespace Load.Log;

/// <summary>Fills a new log and reads it back, window after window; payloads have 1.6 to 3.4 KB, as results of one to five people have.</summary>
internal sealed class LogBench(string parent, long windowBytes, int lanes)
{
    private static readonly DeliveryOptions Options = new() { NewSinkStartsAt = SinkStart.Start, AppendTimeoutMilliseconds = 10_000 };

    private readonly byte[][] _payloads = [.. Enumerable.Range(0, 10).Select(size => Random(1600 + 200 * size))];
    private readonly LatencyPercentiles _latency = new();

    public async Task<LogReport> Run(int windows)
    {
        var machine = Machine.Read();
        var figures = new LogWindow[windows][];
        await RunOne(); // Unmeasured: code is compiled by it.
        for (var i = 0; i < windows; i++)
            figures[i] = await RunOne();
        return new()
        {
            Machine = machine,
            Folder = parent,
            WindowBytes = windowBytes,
            AppendP50Us = _latency.Percentile(0.5).TotalMicroseconds,
            AppendP99Us = _latency.Percentile(0.99).TotalMicroseconds,
            AppendP999Us = _latency.Percentile(0.999).TotalMicroseconds,
            Kinds = [.. Enumerable.Range(0, figures[0].Length).Select(kind => LogFigures.Of([.. figures.Select(window => window[kind])]))],
        };
    }

    private async Task<LogWindow[]> RunOne()
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"stream-bench-log-{Environment.ProcessId}")).FullName;
        try
        {
            using var log = WriteAheadLog.Open(folder, [NullSink.Name], Options, TimeProvider.System, _ => { });
            return
            [
                Measure("append, 1 thread", windowBytes, () => Append(log, windowBytes, _latency)),
                Measure($"append, {lanes} threads", windowBytes, () => AppendFromLanes(log)),
                Measure("replay, reader alone", 2 * windowBytes, () => Replay(log)),
                await MeasureAsync("replay, through a pump", 2 * windowBytes, () => Pump(log)),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private long Append(WriteAheadLog log, long bytes, LatencyPercentiles? latency)
    {
        var records = 0L;
        for (var left = bytes; left > 0; records++)
        {
            var payload = _payloads[records % _payloads.Length];
            var started = Stopwatch.GetTimestamp();
            if (log.Append(RecordKind.Result, payload) != AppendOutcome.Accepted)
                throw new IOException($"the log is {log.State}: {log.Error}");
            latency?.Record(Stopwatch.GetElapsedTime(started));
            left -= payload.Length;
        }

        return records;
    }

    private long AppendFromLanes(WriteAheadLog log)
    {
        var records = 0L;
        var threads = Enumerable.Range(0, lanes).Select(_ => new Thread(() => Interlocked.Add(ref records, Append(log, windowBytes / lanes, null)))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return records;
    }

    private static long Replay(WriteAheadLog log)
    {
        using var reader = log.OpenReader(0);
        var (batch, records) = (new RecordBatch(), 0L);
        while (reader.TryRead(batch, 1000))
            records += batch.Count;
        return records;
    }

    private static async Task<long> Pump(WriteAheadLog log)
    {
        using var pump = new SinkPump(new NullSink(), log, Options, TimeProvider.System, _ => { });
        log.Complete();
        await pump.RunAsync();
        return pump.Counters.Delivered;
    }

    private static LogWindow Measure(string kind, long bytes, Func<long> work)
    {
        var records = 0L;
        var window = Window.Measure(1, _ => records = work());
        return new(kind, bytes, records, window);
    }

    private static async Task<LogWindow> MeasureAsync(string kind, long bytes, Func<Task<long>> work)
    {
        var records = 0L;
        var window = await Window.MeasureAsync(async () => records = await work());
        return new(kind, bytes, records, window);
    }

    private static byte[] Random(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}

using System.Globalization;
using Streaming.Results;
using Streaming.Streams;

namespace Cli.Demo;

/// <summary>A line a second about one stream: what is seen, how fast, how late.</summary>
internal sealed class DemoScreen(VideoStream stream)
{
    private LatencyPercentiles _latency = new();
    private int _results;
    private PublishedResult? _last;

    /// <summary>Shows until cancelled or the stream ends.</summary>
    /// <returns>How many results came.</returns>
    public async Task<long> Show(CancellationToken stop)
    {
        var subscriber = stream.Hub.Subscribe()!;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var total = 0L;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Read(subscriber);
                total += _results;
                Print();
                if (stream.Finished.IsCompleted)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            Read(subscriber);
            total += _results;
        }

        stream.Hub.Unsubscribe(subscriber);
        return total;
    }

    private void Read(SubscriberQueue<PublishedResult> subscriber)
    {
        (_results, _latency) = (0, new LatencyPercentiles());
        while (subscriber.Reader.TryRead(out var result))
        {
            _results++;
            _last = result;
            _latency.Record(TimeSpan.FromMicroseconds(result.Message.Timing.TotalUs));
        }
    }

    private void Print()
    {
        var counts = stream.Totals;
        var seen = _last is null ? "nothing yet" : string.Join(", ", _last.Message.Objects.GroupBy(found => found.Label).Select(group => $"{group.Count()} {group.Key}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {_results,3} results/s   latency p50 {_latency.Percentile(0.5).TotalMilliseconds,5:0.0} ms, p95 {_latency.Percentile(0.95).TotalMilliseconds,5:0.0} ms   received {counts.Received}, inferred {counts.Inferred}, dropped {counts.TotalDropped}   sees {(seen.Length == 0 ? "nobody" : seen)}"));
    }
}

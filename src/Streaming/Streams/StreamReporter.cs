using Streaming.Results;

namespace Streaming.Streams;

/// <summary>Once a second, puts every stream's drops into the log, so that the store's sums follow also where no result comes, counts its rates, looks whether engines keep up, and gives back the memory of streams that ended.</summary>
internal sealed class StreamReporter(StreamRegistry registry, ResultDelivery delivery, OverloadWatch overload, MemoryRelease memory, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var stream in registry.All)
                {
                    stream.Rates.Sample(stream.Totals);
                    stream.Latency.Sample();
                    // Each report would wait, and with it the next stream's. Drops are counted on, and told when there is room.
                    if (!delivery.IsBlocked)
                        stream.ReportDrops();
                }

                overload.Observe(registry.All);
                memory.Observe(registry.All);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A start that failed ends without a stop; thrown on, this would look like a fault of ours.
        }
    }
}

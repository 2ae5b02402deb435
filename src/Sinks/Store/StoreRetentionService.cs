
namespace Sinks.Store;

/// <summary>Holds the store to its retention, whether or not records come.</summary>
internal sealed partial class StoreRetentionService(IStore store, StoreOptions options, TimeProvider time, ILogger<StoreRetentionService> log) : BackgroundService
{
    // Days end once a day; a store that was down then is trimmed soon after.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
                await TrimAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A start that failed ends without a stop; thrown on, this would look like a fault of ours.
        }
    }

    private async Task TrimAsync(CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        try
        {
            await store.TrimAsync(today, today.AddDays(-options.RetentionDays), stop);
        }
        catch (StoreException e)
        {
            StoreNotTrimmed(e.Message);
        }
    }

    [LoggerMessage(140, LogLevel.Warning, "Store: what is past its retention could not be removed yet: {Error}")]
    private partial void StoreNotTrimmed(string error);
}

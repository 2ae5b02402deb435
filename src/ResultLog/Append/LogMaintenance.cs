namespace ResultLog.Append;

/// <summary>Does at intervals what a log needs though nobody appends.</summary>
internal sealed class LogMaintenance(Action maintain, DeliveryOptions options, TimeProvider time) : IDisposable
{
    // So soon is a disk that recovered noticed, where no append notices it.
    private const int UsualMilliseconds = 1000;

    private readonly PeriodicTimer _timer = new(
        TimeSpan.FromMilliseconds(options.Fsync == FsyncPolicy.Interval ? options.FsyncIntervalMilliseconds : UsualMilliseconds), time);

    public void Start() => _ = Task.Run(async () =>
    {
        while (await _timer.WaitForNextTickAsync())
            maintain();
    });

    public void Dispose() => _timer.Dispose();
}

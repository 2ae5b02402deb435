namespace Streaming.Streams;

/// <summary>At a stop: readiness falls, streams end and their last results go out, while every endpoint still answers; only then do the listeners close.</summary>
/// <param name="drainSeconds">The host's shutdown timeout.</param>
internal sealed class StreamDrain(StreamRegistry registry, int drainSeconds, ILogger<StreamDrain> log) : IHostedLifecycleService
{
    /// <param name="cancellationToken">Fires when the host's shutdown timeout has passed.</param>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        log.Draining(registry.Count, drainSeconds);
        await registry.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

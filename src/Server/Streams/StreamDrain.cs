using Microsoft.Extensions.Options;

namespace Server.Streams;

/// <summary>At a stop: readiness falls, streams end and their last results go out, while every door still answers; only then do the listeners close.</summary>
internal sealed class StreamDrain(StreamRegistry registry, IOptions<HostOptions> host, ILogger<StreamDrain> log) : IHostedLifecycleService
{
    /// <param name="cancellationToken">Fires when the host's shutdown timeout has passed.</param>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        log.Draining(registry.Count, (int)host.Value.ShutdownTimeout.TotalSeconds);
        await registry.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

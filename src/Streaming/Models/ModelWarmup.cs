using Inference.Model;

namespace Streaming.Models;

/// <summary>Loads the default model while the server already answers /healthz; a server without it is no server and stops.</summary>
public sealed class ModelWarmup(ModelRegistry models, IHostApplicationLifetime lifetime, ILogger<ModelWarmup> log)
    : IHostedLifecycleService, IAsyncDisposable
{
    private Task _load = Task.CompletedTask;
    private volatile bool _ready;

    public bool IsReady => _ready;

    /// <summary>Why the server had to stop; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Not before the endpoints listen: a server that cannot listen has nothing to load for.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _load = Task.Run(Load, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Waits for a load that is under way: a process that ends inside ONNX Runtime's start crashes.</summary>
    public async ValueTask DisposeAsync() => await _load;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Load()
    {
        try
        {
            using var lease = models.Lease(name: null);
            var engine = lease.Engine;
            log.ModelReady(engine.Model.Name, engine.Device.ToString().ToLowerInvariant(), engine.Options.Lanes, engine.Options.MaxBatchSize);
            _ready = true;
        }
        catch (Exception e)
        {
            // Whatever it is: a server that stays unready and says nothing helps nobody.
            Fault = e is UserException or ModelLoadException ? e.Message : $"the default model could not be made ready: {e}";
            lifetime.StopApplication();
        }
    }
}

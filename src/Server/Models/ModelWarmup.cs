using Inference.Model;
using Server.Observability;

namespace Server.Models;

/// <summary>Loads the default model while the server already answers /healthz; a server without it is no server and stops.</summary>
internal sealed class ModelWarmup(ModelStore models, IHostApplicationLifetime lifetime, ILogger<ModelWarmup> log) : BackgroundService
{
    private volatile bool _ready;

    public bool IsReady => _ready;

    /// <summary>Why the server had to stop; null while all is well.</summary>
    public string? Fault { get; private set; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Load, stoppingToken);

    private void Load()
    {
        try
        {
            var engine = models.Get(null);
            log.ModelReady(engine.Model.Name, engine.Device.ToString().ToLowerInvariant(), engine.Options.Lanes, engine.Options.MaxBatchSize);
            _ready = true;
        }
        catch (Exception e) when (e is UserException or ModelLoadException)
        {
            Fault = e.Message;
            lifetime.StopApplication();
        }
    }
}

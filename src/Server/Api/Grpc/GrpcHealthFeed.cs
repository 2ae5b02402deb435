using GrpcHosting;
using Server.Models;

namespace Server.Api.Grpc;

/// <summary>Says by grpc.health.v1 what /readyz says: serving once the model is warm, until the server stops.</summary>
internal sealed class GrpcHealthFeed(GrpcHealth health, ModelWarmup warmup) : IHostedLifecycleService
{
    private string[] _services = [];

    /// <summary>Before the start: the services to speak for. The server as a whole is "".</summary>
    public void Announce(IEnumerable<string> services)
    {
        _services = ["", .. services];
        Set(serving: false);
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        warmup.Ready += () => Set(serving: true);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        health.Shutdown();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Set(bool serving)
    {
        foreach (var service in _services)
            health.SetStatus(service, serving);
    }
}

using GrpcHosting.Health.V1;
using Serving = GrpcHosting.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace GrpcHosting;

/// <summary>grpc.health.v1: what load balancers and orchestrators ask. The name "" is the server as a whole.</summary>
public sealed class GrpcHealth
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Serving> _services = [];
    // Replaced at each change; watchers wait for the one they saw and then look, so that a slow one skips to the newest status.
    private TaskCompletionSource _changed = NewChange();
    private bool _isShutDown;

    public GrpcHealth() => Service = new GrpcService(HealthReflection.Descriptor.Services[0])
        .Unary<HealthCheckRequest, HealthCheckResponse>("Check", (request, _) => Task.FromResult(Check(request.Service)))
        .ServerStreaming<HealthCheckRequest, HealthCheckResponse>("Watch", WatchAsync);

    public GrpcService Service { get; }

    /// <summary>Without effect after <see cref="Shutdown"/>.</summary>
    public void SetStatus(string service, bool serving)
    {
        lock (_lock)
        {
            if (_isShutDown)
                return;
            _services[service] = serving ? Serving.Serving : Serving.NotServing;
            Announce();
        }
    }

    /// <summary>Every service is NOT_SERVING from now on: what the server says of itself while it drains.</summary>
    public void Shutdown()
    {
        lock (_lock)
        {
            _isShutDown = true;
            foreach (var service in _services.Keys)
                _services[service] = Serving.NotServing;
            Announce();
        }
    }

    private HealthCheckResponse Check(string service)
    {
        var (status, _) = Look(service);
        return status == Serving.ServiceUnknown
            ? throw new GrpcException(GrpcStatus.NotFound, $"service '{service}' is not known")
            : new() { Status = status };
    }

    private async Task WatchAsync(HealthCheckRequest request, GrpcWriter<HealthCheckResponse> responses, GrpcCall call)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, call.Stopping);
        var (told, changed) = Look(request.Service);
        await responses.WriteAsync(new() { Status = told });
        try
        {
            while (true)
            {
                await changed.WaitAsync(over.Token);
                (var status, changed) = Look(request.Service);
                if (status != told)
                    await responses.WriteAsync(new() { Status = told = status });
            }
        }
        catch (OperationCanceledException) when (!call.Cancellation.IsCancellationRequested)
        {
            // The stop may be noticed here before Shutdown was called.
            if (told == Serving.Serving)
                await responses.WriteAsync(new() { Status = Serving.NotServing });
            throw;
        }
    }

    private (Serving Status, Task Changed) Look(string service)
    {
        lock (_lock)
            return (_services.GetValueOrDefault(service, Serving.ServiceUnknown), _changed.Task);
    }

    private void Announce()
    {
        _changed.SetResult();
        _changed = NewChange();
    }

    // Watchers run elsewhere: whoever sets a status does not wait for them.
    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

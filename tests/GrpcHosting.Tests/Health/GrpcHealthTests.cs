using GrpcHosting.Health.V1;
using Xunit;
using Serving = GrpcHosting.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace GrpcHosting.Tests.Health;

public sealed class GrpcHealthTests : IAsyncLifetime
{
    private readonly GrpcHealth _health = new();
    private GrpcServer _server = null!;
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await GrpcServer.StartAsync(_health.Service);
        _channel = _server.Connect();
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_service_has_its_own_status()
    {
        _health.SetStatus("", serving: true);
        _health.SetStatus("stream.v1.StreamService", serving: false);
        Assert.Equal(Serving.Serving, await CheckAsync(""));
        Assert.Equal(Serving.NotServing, await CheckAsync("stream.v1.StreamService"));
        Assert.Equal(GrpcStatus.NotFound, (await Assert.ThrowsAsync<GrpcException>(() => CheckAsync("unknown"))).Status);
    }

    [Fact]
    public async Task After_the_shutdown_nothing_serves_again()
    {
        _health.SetStatus("", serving: true);
        _health.Shutdown();
        _health.SetStatus("", serving: true);
        Assert.Equal(Serving.NotServing, await CheckAsync(""));
    }

    [Fact]
    public async Task A_watcher_hears_the_present_status_and_every_change()
    {
        using var watch = await _channel.ServerStreamingAsync<HealthCheckRequest, HealthCheckResponse>(
            _health.Service.Descriptor.FindMethodByName("Watch"), new() { Service = "late" });
        Assert.Equal(Serving.ServiceUnknown, await NextAsync());
        _health.SetStatus("late", serving: true);
        Assert.Equal(Serving.Serving, await NextAsync());
        _health.SetStatus("other", serving: true);
        _health.SetStatus("late", serving: true);
        _health.SetStatus("late", serving: false);
        Assert.Equal(Serving.NotServing, await NextAsync());

        async Task<Serving> NextAsync() => (await Eventually.In(watch.ReadAsync().AsTask()))!.Status;
    }

    private async Task<Serving> CheckAsync(string service) =>
        (await _channel.UnaryAsync<HealthCheckRequest, HealthCheckResponse>(
            _health.Service.Descriptor.FindMethodByName("Check"), new() { Service = service })).Status;
}

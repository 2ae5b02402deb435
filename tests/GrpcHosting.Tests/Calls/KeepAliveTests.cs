using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests.Calls;

public class KeepAliveTests
{
    // Kestrel cuts a silent upload off after five seconds unless told otherwise.
    [Fact]
    public async Task A_call_may_be_silent_for_longer_than_a_page_s_upload_may()
    {
        await using var server = await GrpcServer.StartAsync(new GrpcOptions { KeepAlivePingDelaySeconds = 1 }, InteropService.Create());
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        await call.WriteAsync(Call.Ask(1));
        Assert.NotNull(await call.ReadAsync());
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        Assert.True(await call.WriteAsync(Call.Ask(2)));
        Assert.Equal(2, (await call.ReadAsync())!.Payload.Body.Length);
    }

    [Fact]
    public async Task A_peer_that_died_without_a_word_is_noticed()
    {
        var cancelled = new TaskCompletionSource();
        var service = Call.Streams(async (requests, responses, call) =>
        {
            using var registration = call.Cancellation.Register(cancelled.SetResult);
            while (await requests.ReadAsync() is not null)
                await responses.WriteAsync(new());
        });
        await using var server = await GrpcServer.StartAsync(new GrpcOptions { KeepAlivePingDelaySeconds = 1, KeepAlivePingTimeoutSeconds = 1 }, service);
        using var proxy = new FreezingProxy(server.Port);
        using var channel = new GrpcChannel(proxy.Address);
        using var call = channel.OpenDuplex();
        await call.WriteAsync(new());
        Assert.NotNull(await call.ReadAsync());
        Assert.False(cancelled.Task.IsCompleted);
        proxy.Freeze();
        await Eventually.In(cancelled.Task);
    }
}

using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

public class KeepAliveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Kestrel cuts a silent upload off after five seconds unless told otherwise.
    [Fact]
    public async Task A_call_may_be_silent_for_longer_than_a_page_s_upload_may()
    {
        await using var server = await GrpcServer.StartAsync(new GrpcLimits { KeepAlivePingDelay = TimeSpan.FromSeconds(1) }, new());
        using var channel = server.Connect();
        using var call = channel.OpenDuplex();
        await call.RequestStream.WriteAsync(Call.Ask(1), Cancel);
        Assert.NotNull(await call.ResponseStream.Next(Cancel));
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        await call.RequestStream.WriteAsync(Call.Ask(2), Cancel);
        Assert.Equal(2, (await call.ResponseStream.Next(Cancel))!.Payload.Body.Length);
    }

    [Fact]
    public async Task A_peer_that_died_without_a_word_is_noticed()
    {
        var cancelled = new TaskCompletionSource();
        var service = Call.Streams(async (requests, responses, call) =>
        {
            using var registration = call.CancellationToken.Register(cancelled.SetResult);
            while (await requests.Next() is not null)
                await responses.WriteAsync(new());
        });
        await using var server = await GrpcServer.StartAsync(new GrpcLimits { KeepAlivePingDelay = TimeSpan.FromSeconds(1), KeepAlivePingTimeout = TimeSpan.FromSeconds(1) }, service);
        using var proxy = new FreezingProxy(server.Port);
        using var channel = GrpcClients.Connect(proxy.Address);
        using var call = channel.OpenDuplex();
        await call.RequestStream.WriteAsync(new(), Cancel);
        Assert.NotNull(await call.ResponseStream.Next(Cancel));
        Assert.False(cancelled.Task.IsCompleted);
        proxy.Freeze();
        await cancelled.Task.Soon();
    }
}

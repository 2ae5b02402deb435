using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GrpcHosting.Tests.Client;

public class GrpcChannelTests
{
    [Fact]
    public async Task A_server_that_is_not_there_is_UNAVAILABLE()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{port}"));
        Assert.Equal(GrpcStatus.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => channel.EmptyAsync())).Status);
        using var call = channel.OpenDuplex();
        Assert.False(await call.WriteAsync(new()));
        Assert.Equal(GrpcStatus.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => call.ReadAsync().AsTask())).Status);
    }

    [Theory]
    [InlineData(404, GrpcStatus.Unimplemented)]
    [InlineData(401, GrpcStatus.Unauthenticated)]
    [InlineData(403, GrpcStatus.PermissionDenied)]
    [InlineData(503, GrpcStatus.Unavailable)]
    [InlineData(200, GrpcStatus.Unknown)]
    public async Task An_answer_that_is_no_gRPC_has_the_status_that_its_code_stands_for(int http, GrpcStatus status)
    {
        await using var app = await PageServerAsync(http);
        using var channel = new GrpcChannel(new Uri(app.Urls.Single()));
        Assert.Equal(status, (await Assert.ThrowsAsync<GrpcException>(() => channel.EmptyAsync())).Status);
    }

    // A writer that waited for the request's stream waited for ever when the answer had come before it, one call in a hundred.
    [Fact]
    public async Task An_answer_that_comes_before_the_request_is_taken_ends_the_call()
    {
        await using var app = await PageServerAsync(401);
        for (var i = 0; i < 500; i++)
        {
            using var channel = new GrpcChannel(new Uri(app.Urls.Single()));
            using var call = channel.OpenDuplex();
            await Eventually.In(call.WriteAsync(new()).AsTask());
            Assert.Equal(GrpcStatus.Unauthenticated, (await Assert.ThrowsAsync<GrpcException>(() => Eventually.In(call.ReadAsync().AsTask()))).Status);
        }
    }

    [Fact]
    public async Task A_message_past_the_client_s_bound_is_refused()
    {
        await using var server = await GrpcServer.StartAsync();
        using var channel = server.Connect(new() { MaxReceiveMessageBytes = 1000, MaxSendMessageBytes = 1000 });
        using var call = channel.OpenDuplex();
        var fault = await Assert.ThrowsAsync<GrpcException>(() => call.WriteAsync(new() { Payload = Call.Payload(1001) }).AsTask());
        Assert.Equal(GrpcStatus.ResourceExhausted, fault.Status);
        await call.WriteAsync(Call.Ask(1001));
        fault = await Assert.ThrowsAsync<GrpcException>(() => call.ReadAsync().AsTask());
        Assert.Equal(GrpcStatus.ResourceExhausted, fault.Status);
    }

    [Fact]
    public void A_call_must_fit_its_method()
    {
        using var channel = new GrpcChannel(new Uri("http://127.0.0.1:1"));
        Assert.Throws<ArgumentException>(() => channel.ClientStreaming<Interop.Empty, Interop.Empty>(Call.Empty));
    }

    private static async Task<WebApplication> PageServerAsync(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseGrpc()));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("a page");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

using System.Collections.Concurrent;
using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Server.Grpc;
using Server.Host;
using Server.Tests.Grpc.Interop;
using Xunit;

namespace Server.Tests.Grpc;

/// <summary>
/// The gRPC room of the server around the interoperability service: a real Kestrel on port 0 of loopback; disposing it fails the test on
/// errors that it logged and nobody expected.
/// </summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ErrorLog _errors;

    private GrpcServer(WebApplication app, ErrorLog errors) => (_app, _errors) = (app, errors);

    public int Port => new Uri(_app.Urls.Single()).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>The server has begun to stop.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>What was logged as an error; taken out, it is expected.</summary>
    public ConcurrentQueue<string> Errors => _errors.Lines;

    public static Task<GrpcServer> StartAsync(InteropService? service = null) => StartAsync(new GrpcLimits(), service);

    public static async Task<GrpcServer> StartAsync(GrpcLimits limits, InteropService? service = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForGrpc(IPAddress.Loopback, 0, limits));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(service ?? new InteropService()).AddGrpcCalls(limits);
        builder.Services.AddGrpcHealthChecks().AddCheck("here", () => HealthCheckResult.Healthy());
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.CompressionProviders = [new NotedGzip(grpc.CompressionProviders.Single())]);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            NotedGzip.Begin(http);
            return next(http);
        });
        app.UseGrpcCalls();
        app.MapGrpcService<InteropService>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, errors);
    }

    public GrpcChannel Connect(bool manyConnections = true) => GrpcClients.Connect(Address, manyConnections);

    public Task StopAsync(TimeSpan drain) => _app.StopAsync(new CancellationTokenSource(drain).Token);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(5));
        await _app.DisposeAsync();
        Assert.True(Errors.IsEmpty, string.Join("\n", Errors));
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using GrpcHosting.Tests.Interop;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GrpcHosting.Tests;

/// <summary>A real Kestrel on port 0 of loopback; disposing it fails the test on errors that it logged and nobody expected.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ErrorLog _errors;

    private GrpcServer(WebApplication app, ErrorLog errors) => (_app, _errors) = (app, errors);

    public IServiceProvider Provided => _app.Services;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>What was logged as an error; taken out, it is expected.</summary>
    public ConcurrentQueue<string> Errors => _errors.Lines;

    public static Task<GrpcServer> StartAsync(params GrpcService[] services) => StartAsync(new GrpcOptions(), services);

    public static async Task<GrpcServer> StartAsync(GrpcOptions options, params GrpcService[] services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.UseGrpcLimits(options).Listen(IPAddress.Loopback, 0, listen => listen.UseGrpc()));
        var app = builder.Build();
        app.MapGrpc(options, services.Length > 0 ? services : [InteropService.Create()]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, errors);
    }

    public GrpcChannel Connect(GrpcChannelOptions? options = null) => new(Address, options);

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

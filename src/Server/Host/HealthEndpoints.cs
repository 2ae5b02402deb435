using Microsoft.Extensions.Diagnostics.HealthChecks;
using Server.OpenApi;
using Streaming.Models;
using Streaming.Results;
using Streaming.Streams;

namespace Server.Host;

/// <summary>Whether the server can do its work: what /readyz, /v2/health/ready and grpc.health.v1 tell.</summary>
internal sealed class Readiness(ModelWarmup warmup, StreamRegistry registry, ResultDelivery delivery) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (registry.IsDraining)
            return HealthCheckResult.Unhealthy("the server is stopping");
        if (!warmup.IsReady)
            return HealthCheckResult.Unhealthy(warmup.Fault ?? "the model is not warm yet");
        // A sink that is down keeps nobody from being served: it is named, and the server stays ready.
        var faults = string.Join('\n', delivery.Faults);
        return faults is "" ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(faults);
    }
}

/// <summary>/healthz: the process answers. /readyz: the model is warm and the server is not stopping.</summary>
internal static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        // A server that is not ready yet, or no more, says so to whoever asks.
        services.AddLogging(log => log.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical));
        services.AddHealthChecks().AddCheck<Readiness>("server");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // No check is about it.
        routes.MapGet("/healthz", () => Results.Text("ok\n"))
            .WithTags(ApiTags.Health).WithName("health").WithSummary("The process answers.").Produces<string>(StatusCodes.Status200OK, "text/plain");
        routes.MapGet("/readyz", async (HealthCheckService health, CancellationToken stop) => Answer(await health.CheckHealthAsync(stop)))
            .WithTags(ApiTags.Health).WithName("ready").WithSummary("The default model is warm, and the server is not stopping.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblems(503);
    }

    private static IResult Answer(HealthReport report)
    {
        var told = string.Join('\n', report.Entries.Values.Select(entry => entry.Description ?? entry.Exception?.Message).Where(line => line is not null));
        return report.Status == HealthStatus.Unhealthy
            ? TypedResults.Problem(told, statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text(told is "" ? "ready\n" : $"ready\n{told}\n");
    }
}

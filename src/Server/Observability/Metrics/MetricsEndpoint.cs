using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Server.Http.Query;

namespace Server.Observability.Metrics;

/// <summary>Metrics have a port of their own, and nothing else is behind it.</summary>
internal static class MetricsEndpoint
{
    // Noted on a connection when it is accepted.
    private const string Mark = "metrics";

    public static void ListenForMetrics(this KestrelServerOptions kestrel, IPAddress address, int port) =>
        kestrel.Listen(address, port, listen => listen.Use(next => connection =>
        {
            connection.Items[Mark] = true;
            return next(connection);
        }));

    public static IServiceCollection AddMetricsPage(this IServiceCollection services) => services
        .AddSingleton<RequestTimings>()
        .AddSingleton<MetricsMeter>()
        .AddSingleton<MetricsPage>();

    public static void MapMetrics(this WebApplication app)
    {
        // They count from the first request on, whether or not the page is asked for.
        app.Services.GetRequiredService<MetricsPage>();
        app.Services.GetRequiredService<MetricsMeter>();
        app.MapWhen(IsMetricsConnection, metrics => metrics.Run(Answer));
    }

    private static async Task Answer(HttpContext context)
    {
        if (context.Request.Path.Value!.TrimEnd('/') != "/metrics")
        {
            await TypedResults.Problem($"nothing is at {context.Request.Path} of this port; metrics are at /metrics", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
            return;
        }

        // HEAD has become GET.
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            (context.Response.StatusCode, context.Response.Headers.Allow) = (StatusCodes.Status405MethodNotAllowed, HttpMethods.Get);
            return;
        }

        var query = new QueryReader(context.Request.Query);
        query.Only([]);
        if (query.Problem is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var format = ExpositionFormats.Choose(context.Request.GetTypedHeaders().Accept);
        context.Response.ContentType = format.ContentType();
        context.RequestServices.GetRequiredService<MetricsPage>().Write(new Exposition(context.Response.BodyWriter, format));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static bool IsMetricsConnection(HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) == true;
}

using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Server.Cache;
using Server.Delivery;
using Server.Ingest.WebRtc;
using Server.Streams;

namespace Server.Observability;

/// <summary>Metrics have a port of their own, and nothing else is behind it.</summary>
internal static class MetricsDoor
{
    // Noted on a connection when it is accepted.
    private const string Mark = "metrics";

    public static void ListenForMetrics(this KestrelServerOptions kestrel, IPAddress address, int port) =>
        kestrel.Listen(address, port, listen => listen.Use(next => connection =>
        {
            connection.Items[Mark] = true;
            return next(connection);
        }));

    public static void MapMetrics(this WebApplication app) => app.MapWhen(CameByThisDoor, metrics => metrics.Run(context =>
    {
        if (context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = MetricsText.ContentType;
        var services = context.RequestServices;
        return context.Response.WriteAsync(MetricsText.Write(
            services.GetRequiredService<StreamRegistry>(), services.GetRequiredService<ResultDelivery>(), services.GetRequiredService<ModelMetrics>(),
            services.GetRequiredService<ResultCache>(), services.GetRequiredService<WebRtcIngest>()));
    }));

    private static bool CameByThisDoor(HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) == true;
}

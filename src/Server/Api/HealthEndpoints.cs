using Microsoft.AspNetCore.Http.HttpResults;
using Server.Models;
using Server.Streams;

namespace Server.Api;

/// <summary>/healthz: the process answers. /readyz: the model is warm and the server is not stopping.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n"));
        routes.MapGet("/readyz", (ModelWarmup warmup, StreamRegistry registry) =>
            registry.IsDraining ? NotReady("the server is stopping")
            : !warmup.IsReady ? NotReady("the model is not warm yet")
            : Results.Text("ready\n"));
    }

    private static ProblemHttpResult NotReady(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}

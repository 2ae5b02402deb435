using Microsoft.AspNetCore.Http.HttpResults;
using Server.Api.Description;
using Server.Delivery;
using Server.Models;
using Server.Streams;

namespace Server.Api;

/// <summary>/healthz: the process answers. /readyz: the model is warm and the server is not stopping.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n"))
            .WithTags(ApiTags.Health).WithName("health").WithSummary("The process answers.").Produces<string>(StatusCodes.Status200OK, "text/plain");
        // A sink that is down keeps nobody from being served: it is named, and the server stays ready.
        routes.MapGet("/readyz", (ModelWarmup warmup, StreamRegistry registry, ResultDelivery delivery) =>
            registry.IsDraining ? NotReady("the server is stopping")
            : !warmup.IsReady ? NotReady("the model is not warm yet")
            : Results.Text(string.Join("", delivery.Faults.Prepend("ready").Select(line => line + "\n"))))
            .WithTags(ApiTags.Health).WithName("ready").WithSummary("The default model is warm, and the server is not stopping.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblems(503);
    }

    private static ProblemHttpResult NotReady(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}

using Microsoft.Net.Http.Headers;
using Server.Http;
using Server.OpenApi;
using Streaming.Sources.WebRtc;

namespace Server.Publishing.Whip;

/// <summary>/whip: WebRTC-HTTP ingestion (RFC 9725). An offer makes a stream that lives as long as its publisher, or feeds one that waits for it.</summary>
internal static class WhipEndpoints
{
    public const string Sdp = "application/sdp", Fragment = "application/trickle-ice-sdpfrag";

    private const string Root = "/whip", Endpoint = Root + "/{id}", Session = Endpoint + "/{secret}";

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Before CORS, which answers preflights on its own: those tell what a POST may be, too.</summary>
    public static void UseWhip(this WebApplication app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsOptions(context.Request.Method) && context.Request.Path.StartsWithSegments(Root))
            context.Response.Headers["Accept-Post"] = Sdp;
        return next(context);
    });

    public static void MapWhip(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Endpoint, (string id, HttpRequest request, WhipPublish publish) => publish.PostAsync(id, request))
            .WithTags(ApiTags.Publishing).WithName("publish").WithSummary("Publishes video by WebRTC to a stream.")
            .WithDescription($"""
                RFC 9725 (WHIP): the body is an SDP offer, the answer is its answer. The stream is made with the options of the query and ends with the
                session; one that was created with the url `{PublisherOrigin.Address}` is fed and stays. `Link: rel="status"` leads to the diagnosis, also of an offer that was refused.
                """)
            .WithTextBody(Sdp).WithQuery(WhipQuery.Parameters).ProducesText(StatusCodes.Status201Created, Sdp, "The answer. Location is the session's address, ETag its ICE session.")
            .Produces(StatusCodes.Status307TemporaryRedirect).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        routes.MapPatch(Session, WhipPatch.Patch)
            .WithTags(ApiTags.Publishing).WithName("trickle").WithSummary("Adds ICE candidates to a session, or restarts its ICE.")
            .WithDescription("If-Match is the ETag of the ICE session that the fragment belongs to, or * for a restart, which is answered with a new ETag.")
            .WithTextBody(Fragment).ProducesText(StatusCodes.Status200OK, Fragment, "The server's side of a restart.").Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(400, 404, 412, 413, 415, 422, 428);
        routes.MapDelete(Session, End)
            .WithTags(ApiTags.Publishing).WithName("unpublish").WithSummary("Ends a session, and the stream that it made.")
            .Produces(StatusCodes.Status200OK).ProducesProblems(404);
        routes.MapMethods(Endpoint, ReadMethods, () => Results.NoContent()).ExcludeFromDescription().WithQuery(WhipQuery.Parameters);
        routes.MapMethods(Session, ReadMethods, (string id, string secret, Publishers publishers) =>
            publishers.Find(id, secret) is null ? UnknownSession() : Results.NoContent()).ExcludeFromDescription();
        routes.MapMethods(Endpoint, [HttpMethods.Options], (HttpResponse response) => Allow(response, "GET, HEAD, OPTIONS, POST")).ExcludeFromDescription().WithQuery(WhipQuery.Parameters);
        routes.MapMethods(Session, [HttpMethods.Options], (HttpResponse response) =>
        {
            response.Headers["Accept-Patch"] = Fragment;
            return Allow(response, "DELETE, GET, HEAD, OPTIONS, PATCH");
        }).ExcludeFromDescription();
    }

    public static IResult UnknownSession() => Problems.Field(StatusCodes.Status404NotFound, "session", "there is no such session; it may have ended");

    /// <summary>Whether the body is of this type, parameters left aside.</summary>
    public static bool HasType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static IResult Allow(HttpResponse response, string methods)
    {
        response.Headers.Allow = methods;
        return Results.Ok();
    }

    /// <summary>Entity tags do not matter here; RFC 9725 §4.3.1.</summary>
    private static async Task<IResult> End(string id, string secret, Publishers publishers)
    {
        if (publishers.Find(id, secret) is not { } found)
            return UnknownSession();
        await found.EndAsync();
        return Results.Ok();
    }
}

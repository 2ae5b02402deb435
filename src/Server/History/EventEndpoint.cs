using Server.Http.Query;
using Server.OpenApi;
using Sinks.Store;
using Sinks.Store.Query;
using Wire.V1;

namespace Server.History;

/// <summary>/v1/events: what happened to streams and to the delivery of their results.</summary>
internal static class EventEndpoint
{
    private const char List = 'e';

    private static readonly TimeSpan Span = TimeSpan.FromDays(1);

    private static readonly QueryChoice Kind = new("kind", StreamEventKinds.Names, null, "Only events of this kind.", StreamEventKinds.Normalize);

    private static readonly IReadOnlyList<IQueryParameter> Parameters = [.. StorePage.Parameters, Kind];

    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", Read)
        .WithTags(ApiTags.History).WithName("events").WithSummary("What happened to streams and to the delivery of their results.")
        .WithDescription("All events in [`from`, `to`), ordered by time. Without `from`: the last day.")
        .WithQuery(Parameters).Produces<EventPage>().ProducesProblems(422, 503);

    private static Task<IResult> Read(HttpContext context, TimeProvider time)
    {
        var query = new QueryReader(context.Request.Query);
        var kind = query.Choice(Kind);
        var page = StorePage.Read(query, List, Span, time.GetUtcNow());
        if (query.Problem is { } problem)
            return Task.FromResult(problem);
        var after = page.After is { } last ? new EventKey(last.UnixMilliseconds, last.Id) : (EventKey?)null;
        var requested = new EventQuery(page.Stream, kind, page.From, page.To, after, page.Limit);
        return StorePage.Answer(context, context.RequestServices.GetService<IStore>(), async store =>
        {
            var found = await store.ReadAsync(requested, context.RequestAborted);
            var next = found.Count == page.Limit ? page.Next(List, found[^1].UnixMilliseconds, found[^1].Id) : null;
            return Results.Ok(new EventPage([.. found.Select(EventResource.Of)], next));
        });
    }
}

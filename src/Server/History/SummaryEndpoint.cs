using Server.Http.Query;
using Server.OpenApi;
using Sinks.Store;
using Sinks.Store.Query;

namespace Server.History;

/// <summary>/v1/summaries: frames, objects and latency by stream and minute, hour or day.</summary>
internal static class SummaryEndpoint
{
    private const char List = 's';

    private static readonly QueryChoice Width = new("bucket", ["minute", "hour", "day"], "minute", "How long a summary is. Hours and days are those of UTC, and never cut.");

    private static readonly IReadOnlyList<IQueryParameter> Parameters = [.. StorePage.Parameters, Width];

    public static void MapSummaries(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/summaries", Read)
        .WithTags(ApiTags.History).WithName("summaries").WithSummary("What was counted, by stream and minute, hour or day.")
        .WithDescription("""
            All summaries that start in [`from`, `to`), ordered by start and stream. Without `from`: the last hour, day or 30 days, by `bucket`.
            A frame counts when it was captured, where that is known, or else when its result came. The newest summary still grows.
            """)
        .WithQuery(Parameters).Produces<SummaryPage>().ProducesProblems(422, 503);

    private static Task<IResult> Read(HttpContext context, TimeProvider time)
    {
        var query = new QueryReader(context.Request.Query);
        var bucket = Enum.Parse<Bucket>(query.Choice(Width)!, ignoreCase: true);
        var page = StorePage.Read(query, List, Span(bucket), time.GetUtcNow());
        if (query.Problem is { } problem)
            return Task.FromResult(problem);
        var after = page.After is { } last ? new SummaryKey(last.UnixMilliseconds / 1000, last.Id) : (SummaryKey?)null;
        var requested = new SummaryQuery(page.Stream, page.From, page.To, bucket, after, page.Limit);
        return StorePage.Answer(context, context.RequestServices.GetService<IStore>(), async store =>
        {
            var found = await store.ReadAsync(requested, context.RequestAborted);
            var next = found.Count == page.Limit ? page.Next(List, found[^1].Start * 1000, found[^1].StreamId) : null;
            return Results.Ok(new SummaryPage([.. found.Select(SummaryResource.Of)], next));
        });
    }

    private static TimeSpan Span(Bucket bucket) => bucket switch
    {
        Bucket.Hour => TimeSpan.FromDays(1),
        Bucket.Day => TimeSpan.FromDays(30),
        _ => TimeSpan.FromHours(1),
    };
}

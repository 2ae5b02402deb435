using Grpc.AspNetCore.Server;

namespace Server.Http.Query;

/// <summary>The parameters that an endpoint takes.</summary>
internal sealed record KnownParameters(IReadOnlyCollection<IQueryParameter> Parameters);

/// <summary>Refuses parameters that an endpoint does not know, wherever they are sent: a name that is mistyped would be a wish that is not heard.</summary>
internal static class QueryGuard
{
    /// <summary>A page reads its address itself.</summary>
    public static TBuilder TakesAnyQuery<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(AnyQuery.Instance);

    public static void UseQueryGuard(this WebApplication app) => app.Use((context, next) => Refusal(context) is { } refused ? refused.ExecuteAsync(context) : next(context));

    private static IResult? Refusal(HttpContext context)
    {
        if (context.Request.Query.Count == 0 || context.GetEndpoint() is not RouteEndpoint { Metadata: var known } || IsGrpc(context.Request, known) || known.GetMetadata<AnyQuery>() is not null)
            return null;
        var query = new QueryReader(context.Request.Query);
        query.Only(known.GetMetadata<KnownParameters>()?.Parameters ?? []);
        return query.Problem;
    }

    private static bool IsGrpc(HttpRequest request, EndpointMetadataCollection known) =>
        known.GetMetadata<GrpcMethodMetadata>() is not null || request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    private sealed class AnyQuery
    {
        public static AnyQuery Instance { get; } = new();
    }
}

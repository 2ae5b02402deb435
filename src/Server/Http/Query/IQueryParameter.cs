using Microsoft.OpenApi;

namespace Server.Http.Query;

/// <summary>A parameter in a URL's query: what a reader may take, and what the API's description says of it.</summary>
internal interface IQueryParameter
{
    string Name { get; }

    string Description { get; }

    /// <summary>In words, after "it must be".</summary>
    string Expected { get; }

    OpenApiSchema Schema { get; }

    /// <summary>Its value, whatever the type; the default where it is absent or not understood.</summary>
    object? Read(QueryReader query);
}

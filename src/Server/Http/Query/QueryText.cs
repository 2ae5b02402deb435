using Microsoft.OpenApi;

namespace Server.Http.Query;

internal sealed record QueryText(string Name, string Description) : IQueryParameter
{
    public string Expected => "a text";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.String };

    public object? Read(QueryReader query) => query.Text(this);
}

/// <summary>Texts, with commas between them or the parameter given again.</summary>
internal sealed record QueryList(string Name, string Description) : IQueryParameter
{
    public string Expected => "a list";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } };

    /// <returns>Null for an empty one.</returns>
    public object? Read(QueryReader query) => query.List(this) is { Length: > 0 } texts ? texts : null;
}

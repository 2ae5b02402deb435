using Microsoft.OpenApi;

namespace Server.Api.Query;

internal sealed record QueryText(string Name, string Description) : IQueryParameter
{
    public string Expected => "a text";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.String };
}

/// <summary>Texts, with commas between them or the parameter given again.</summary>
internal sealed record QueryList(string Name, string Description) : IQueryParameter
{
    public string Expected => "a list";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } };
}

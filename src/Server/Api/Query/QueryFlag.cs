using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Server.Api.Query;

/// <summary>true or false, the latter where absent.</summary>
internal sealed record QueryFlag(string Name, string Description) : IQueryParameter
{
    public string Expected => "true or false";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) };
}

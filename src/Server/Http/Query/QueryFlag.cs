using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Server.Http.Query;

/// <summary>true or false.</summary>
internal sealed record QueryFlag(string Name, string Description, bool Default = false) : IQueryParameter
{
    public string Expected => "true or false";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(Default) };

    public object? Read(QueryReader query) => query.Flag(this);
}

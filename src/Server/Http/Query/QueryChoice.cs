using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Server.Http.Query;

/// <summary>One of some words.</summary>
internal sealed record QueryChoice(string Name, IReadOnlyList<string> Choices, string? Default, string Description) : IQueryParameter
{
    public string Expected => $"one of {string.Join(", ", Choices)}";

    public OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Choices.Select(choice => (JsonNode)JsonValue.Create(choice)!)],
        Default = Default is null ? null : JsonValue.Create(Default),
    };

    public object? Read(QueryReader query) => query.Choice(this);
}

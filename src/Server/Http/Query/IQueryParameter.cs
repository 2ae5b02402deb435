using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
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

/// <summary>One of some words.</summary>
/// <param name="Normalize">From another spelling to the one in <paramref name="Choices"/>; null where there is but one.</param>
internal sealed record QueryChoice(string Name, IReadOnlyList<string> Choices, string? Default, string Description, Func<string, string>? Normalize = null) : IQueryParameter
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

/// <summary>true or false.</summary>
internal sealed record QueryFlag(string Name, string Description, bool Default = false) : IQueryParameter
{
    public string Expected => "true or false";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(Default) };

    public object? Read(QueryReader query) => query.Flag(this);
}

/// <summary>A number within bounds, both inclusive.</summary>
internal sealed record QueryNumber<T>(string Name, T Least, T Most, T Default, string Description) : IQueryParameter
    where T : struct, INumber<T>
{
    public string Expected => string.Create(CultureInfo.InvariantCulture, $"a number in {Least}..{Most}");

    public OpenApiSchema Schema => new()
    {
        Type = default(T) is int ? JsonSchemaType.Integer : JsonSchemaType.Number,
        Minimum = Least.ToString(null, CultureInfo.InvariantCulture),
        Maximum = Most.ToString(null, CultureInfo.InvariantCulture),
        Default = JsonNode.Parse(Default.ToString(null, CultureInfo.InvariantCulture)),
    };

    public object? Read(QueryReader query) => query.Number(this);
}

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

/// <summary>A moment, as RFC 3339 writes it; without a zone it is UTC.</summary>
internal sealed record QueryTime(string Name, string Description) : IQueryParameter
{
    public static string[] Formats { get; } = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public string Expected => "a time of RFC 3339 such as 2026-03-10T12:00:00Z, with a '+' written as %2B";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public object? Read(QueryReader query) => query.Time(this);
}

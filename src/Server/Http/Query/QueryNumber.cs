using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Server.Http.Query;

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

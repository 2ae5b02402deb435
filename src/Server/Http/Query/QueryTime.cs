using Microsoft.OpenApi;

namespace Server.Http.Query;

/// <summary>A moment, as RFC 3339 writes it; without a zone it is UTC.</summary>
internal sealed record QueryTime(string Name, string Description) : IQueryParameter
{
    public static string[] Formats { get; } = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public string Expected => "a time of RFC 3339 such as 2026-03-10T12:00:00Z, with a '+' written as %2B";

    public OpenApiSchema Schema => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public object? Read(QueryReader query) => query.Time(this);
}

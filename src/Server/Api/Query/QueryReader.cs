using System.Globalization;
using System.Numerics;

namespace Server.Api.Query;

/// <summary>Reads a request's query by its parameters' own bounds; the first value that breaks one is the answer.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>What to answer instead; null while all is well.</summary>
    public IResult? Problem { get; private set; }

    public T Number<T>(QueryNumber<T> parameter)
        where T : struct, INumber<T>
    {
        if (query[parameter.Name].FirstOrDefault() is not { } text)
            return parameter.Default;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= parameter.Least && value <= parameter.Most)
            return value;
        return Refuse(parameter, text, parameter.Default);
    }

    public bool Flag(QueryFlag parameter) =>
        query[parameter.Name].FirstOrDefault() is { } text && (bool.TryParse(text, out var value) ? value : Refuse(parameter, text, false));

    /// <summary>All values: given with commas, or again and again.</summary>
    public string[] List(QueryList parameter) =>
        [.. query[parameter.Name].SelectMany(value => value?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])];

    public string? Text(QueryText parameter) => query[parameter.Name].FirstOrDefault();

    private T Refuse<T>(IQueryParameter parameter, string text, T otherwise)
    {
        Problem ??= Problems.BadField(parameter.Name, $"is '{text}'; it must be {parameter.Expected}");
        return otherwise;
    }
}

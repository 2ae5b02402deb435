using System.Globalization;
using System.Numerics;
using Streaming;

namespace Server.Http.Query;

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
        query[parameter.Name].FirstOrDefault() is not { } text ? parameter.Default : bool.TryParse(text, out var value) ? value : Refuse(parameter, text, parameter.Default);

    /// <summary>All values: given with commas, or again and again.</summary>
    public string[] List(QueryList parameter) =>
        [.. query[parameter.Name].SelectMany(value => value?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])];

    public string? Text(QueryText parameter) => query[parameter.Name].FirstOrDefault();

    /// <returns>Null where absent.</returns>
    public DateTimeOffset? Time(QueryTime parameter)
    {
        if (query[parameter.Name].FirstOrDefault() is not { } text)
            return null;
        return DateTimeOffset.TryParseExact(text, QueryTime.Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : Refuse(parameter, text, (DateTimeOffset?)null);
    }

    public string? Choice(QueryChoice parameter)
    {
        if (query[parameter.Name].FirstOrDefault() is not { } text)
            return parameter.Default;
        return parameter.Choices.Contains(text, StringComparer.Ordinal) ? text : Refuse(parameter, text, parameter.Default);
    }

    /// <summary>Refuses what is none of these, or given twice: a name that is mistyped would be a filter that is not applied.</summary>
    public void Only(IReadOnlyCollection<IQueryParameter> parameters)
    {
        foreach (var (name, values) in query)
        {
            if (!parameters.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                Problem ??= Problems.BadField(name, $"is no parameter here{NearWord.Hint(name, parameters.Select(known => known.Name), $"; there are {string.Join(", ", parameters.Select(known => known.Name))}")}");
            else if (values.Count > 1)
                Problem ??= Problems.BadField(name, "is given more than once");
        }
    }

    /// <summary>For what only the caller can judge.</summary>
    public void Refuse(IQueryParameter parameter, string why) => Problem ??= Problems.BadField(parameter.Name, why);

    private T Refuse<T>(IQueryParameter parameter, string text, T otherwise)
    {
        Problem ??= Problems.BadField(parameter.Name, $"is '{text}'; it must be {parameter.Expected}");
        return otherwise;
    }
}

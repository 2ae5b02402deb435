using System.Globalization;
using System.Numerics;
using Streaming;

namespace Server.Http.Query;

/// <summary>Reads a request's query by its parameters' own bounds; the first value that breaks one is the answer.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    // Longer than any that there is; the answer repeats no more.
    private const int LongestName = 64;

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
        var word = parameter.Normalize?.Invoke(text) ?? text;
        return parameter.Choices.Contains(word, StringComparer.Ordinal) ? word : Refuse(parameter, text, parameter.Default);
    }

    /// <summary>Refuses what is none of these, or given twice where it is no list: a name that is mistyped would be a filter that is not applied.</summary>
    public void Only(IReadOnlyCollection<IQueryParameter> parameters)
    {
        foreach (var (name, values) in query)
        {
            if (parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } known)
                Problem ??= Problems.BadField(Shown(name), Unknown(name, [.. parameters.Select(parameter => parameter.Name)]));
            else if (values.Count > 1 && known is not QueryList)
                Problem ??= Problems.BadField(name, "is given more than once");
        }
    }

    private static string Unknown(string name, string[] names) => names.Length == 0
        ? "is no parameter here; there are none"
        : $"is no parameter here{NearWord.Hint(name, names)}{(NearWord.Find(name, names) is null ? ";" : "")} there {(names.Length == 1 ? "is" : "are")} {string.Join(", ", names)}";

    private static string Shown(string name) => name.Length <= LongestName ? name : $"{name[..LongestName]}…";

    /// <summary>For what only the caller can judge.</summary>
    public void Refuse(IQueryParameter parameter, string why) => Problem ??= Problems.BadField(parameter.Name, why);

    private T Refuse<T>(IQueryParameter parameter, string text, T otherwise)
    {
        Problem ??= Problems.BadField(parameter.Name, $"is '{text}'; it must be {parameter.Expected}");
        return otherwise;
    }
}

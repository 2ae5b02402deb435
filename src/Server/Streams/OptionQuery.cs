using Server.Http.Query;
using Streaming.Streams;

namespace Server.Streams;

/// <summary>Options of a stream in a URL's query.</summary>
internal sealed class OptionQuery(OptionScope scope)
{
    private readonly (StreamOption Option, IQueryParameter Parameter)[] _options = [.. StreamOption.In(scope).Select(option => (option, ParameterOf(option)))];

    public IEnumerable<IQueryParameter> Parameters => _options.Select(one => one.Parameter);

    public StreamOptions Read(QueryReader query, StreamOptions otherwise) => otherwise.With(_options.Select(one => (one.Option, one.Parameter.Read(query))));

    private static IQueryParameter ParameterOf(StreamOption option) => (option.Default, Type.GetTypeCode(option.Type)) switch
    {
        (float value, _) => Number(option, value),
        (double value, _) => Number(option, value),
        (int value, _) => Number(option, value),
        (bool value, _) => new QueryFlag(option.Name, option.Description, value),
        (var word, TypeCode.String) when option.Choices is { } words => new QueryChoice(option.Name, words, (string?)word, option.Description),
        (_, TypeCode.String) => new QueryText(option.Name, option.Description),
        _ when option.Type == typeof(string[]) => new QueryList(option.Name, option.Description),
        _ => throw new InvalidOperationException($"a query has no {option.Type.Name}, and so no {option.Name}"),
    };

    private static QueryNumber<T> Number<T>(StreamOption option, T value)
        where T : struct, System.Numerics.INumber<T>
    {
        var (least, most) = option.BoundsOf<T>();
        return new(option.Name, least, most, value, option.Description);
    }
}

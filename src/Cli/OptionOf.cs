using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Streaming;
using Streaming.Streams;

namespace Cli;

/// <summary>Makes options whose faults are told as name, value and bound.</summary>
internal static class OptionOf
{
    /// <summary>A number in <paramref name="least"/>..<paramref name="most"/>, written with a decimal point in every country.</summary>
    public static Option<T> Number<T>(string name, string description, T value, T least, T most)
        where T : IParsable<T>, IComparable<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => value,
            // NaN compares as less than every bound.
            CustomParser = result => T.TryParse(Word(result), CultureInfo.InvariantCulture, out var number)
                && number.CompareTo(least) >= 0 && number.CompareTo(most) <= 0
                ? number
                : Fault<T>(result, name, $"a number in {least}..{most}"),
        };

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> OptionalNumber(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Fault<int?>(result, name, $"a number in {least}..{most}"),
    };

    /// <summary>A number that streams have, too.</summary>
    public static Option<T> Number<T>(string name, StreamOption option)
        where T : IParsable<T>, IComparable<T>
    {
        var (least, most) = option.BoundsOf<T>();
        return Number(name, $"{option.Description.TrimEnd('.')}, {option.Bounds}.", (T)option.Default!, least, most);
    }

    /// <summary>One of an enum's names, in lower case.</summary>
    public static Option<T> Choice<T>(string name, string description, T value)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(word => word.ToLowerInvariant()).ToList();
        var option = new Option<T>(name)
        {
            Description = $"{description} One of {string.Join(", ", words)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => value,
            CustomParser = result => words.Contains(Word(result).ToLowerInvariant())
                ? Enum.Parse<T>(Word(result), ignoreCase: true)
                : Fault<T>(result, name, $"one of {string.Join(", ", words)}", NearWord.Hint(Word(result), words)),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
        return option;
    }

    private static string Word(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;

    private static T? Fault<T>(ArgumentResult result, string name, string expected, string hint = "")
    {
        result.AddError($"{name} is '{Word(result)}'; it must be {expected}{hint}");
        return default;
    }
}

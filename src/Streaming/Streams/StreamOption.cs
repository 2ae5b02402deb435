using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Streams;

/// <summary>One option as <see cref="StreamOptions"/> declares it. Whoever takes options from clients goes through these, and so forgets none.</summary>
public sealed class StreamOption
{
    private readonly PropertyInfo _property;
    private readonly ValidationAttribute[] _rules;

    private StreamOption(PropertyInfo property)
    {
        var declared = property.GetCustomAttribute<StreamOptionAttribute>()
            ?? throw new InvalidOperationException($"StreamOptions.{property.Name} is declared without [StreamOption]");
        _property = property;
        // What is missing breaks no other rule.
        _rules = [.. property.GetCustomAttributes<ValidationAttribute>().OrderByDescending(rule => rule is RequiredAttribute)];
        (Scope, Description, MayChange) = (declared.Scope, declared.Description, declared.MayChange);
        (Name, Field) = (JsonNamingPolicy.CamelCase.ConvertName(property.Name), JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        Default = Get(new StreamOptions());
    }

    /// <summary>In the order of their declaration.</summary>
    public static IReadOnlyList<StreamOption> All { get; } = [.. typeof(StreamOptions).GetProperties().Select(property => new StreamOption(property))];

    public static StreamOption Url { get; } = Of("url");

    /// <summary>In JSON and in a URL's query.</summary>
    public string Name { get; }

    /// <summary>In protobuf's messages.</summary>
    public string Field { get; }

    public Type Type => _property.PropertyType;

    public OptionScope Scope { get; }

    public string Description { get; }

    public bool MayChange { get; }

    public object? Default { get; }

    /// <summary>How JSON has it, where that is not by its type alone.</summary>
    internal JsonConverter? Converter => _property.GetCustomAttribute<JsonConverterAttribute>() is { ConverterType: { } type } ? (JsonConverter)Activator.CreateInstance(type)! : null;

    /// <summary>Of a number.</summary>
    public RangeAttribute? Range => Rule<RangeAttribute>();

    /// <summary>Of a text that is one of some words.</summary>
    public IReadOnlyList<string>? Choices => Rule<AllowedValuesAttribute>()?.Values.Cast<string>().ToList();

    /// <summary>What it may be, in words; empty where its description says all.</summary>
    public string Bounds => _rules.Select(rule => rule switch
    {
        RangeAttribute range => $"{range.Minimum}..{range.Maximum}",
        AllowedValuesAttribute words => $"one of {string.Join(", ", words.Values)}",
        InputSizeAttribute => InputSizeAttribute.Bounds,
        StringLengthAttribute text => $"{text.MinimumLength}..{text.MaximumLength} characters",
        MaxLengthAttribute list => $"at most {list.Length}",
        _ => "",
    }).FirstOrDefault(words => words.Length > 0, "");

    /// <param name="name">As JSON has it.</param>
    public static StreamOption Of(string name) => All.Single(option => option.Name == name);

    public static IEnumerable<StreamOption> In(OptionScope scope) => All.Where(option => (option.Scope & scope) != 0);

    /// <summary>What is out of bounds.</summary>
    public static IEnumerable<(StreamOption Option, string Problem)> FaultsOf(StreamOptions options, OptionScope scope) =>
        from option in In(scope)
        let broken = option._rules.FirstOrDefault(rule => !rule.IsValid(option.Get(options)))
        where broken is not null
        select (option, broken.FormatErrorMessage(option.Name));

    public object? Get(StreamOptions options) => _property.GetValue(options);

    /// <summary>Only while the options are being made: they are a value that others may hold.</summary>
    public void Set(StreamOptions options, object? value) => _property.SetValue(options, value);

    public (T Least, T Most) BoundsOf<T>() => (Bound<T>(Range!.Minimum), Bound<T>(Range.Maximum));

    private static T Bound<T>(object bound) => (T)Convert.ChangeType(bound, typeof(T), CultureInfo.InvariantCulture);

    private T? Rule<T>() => _rules.OfType<T>().FirstOrDefault();
}

/// <summary>Declares a property of <see cref="StreamOptions"/> as an option. Its bounds are its validation attributes, its default is what it is at first.</summary>
/// <param name="description">Sentences; for every place that explains the option.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StreamOptionAttribute(OptionScope scope, string description) : Attribute
{
    public OptionScope Scope => scope;

    public string Description => description;

    /// <summary>By PATCH and UpdateStream, while frames flow.</summary>
    public bool MayChange { get; init; }
}

/// <summary>What an option is for, by how the video comes.</summary>
[Flags]
public enum OptionScope
{
    /// <summary>The server opens a URL: POST /v1/streams, CreateStream.</summary>
    Opened = 1,

    /// <summary>A client sends it by gRPC: StreamService.Stream.</summary>
    Pushed = 2,

    /// <summary>A client publishes it by WebRTC: POST /whip/{id}.</summary>
    Published = 4,

    /// <summary>It is one picture: POST /v1/detect, StreamService.Detect.</summary>
    Picture = 8,

    AnyStream = Opened | Pushed | Published,

    Any = AnyStream | Picture,
}

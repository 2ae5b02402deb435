using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Streaming;

namespace Server.Configuration;

/// <summary>Fills options records from a configuration, strictly: an unknown key or a value out of bounds is a fault, and all are gathered.</summary>
/// <remarks>A section may be that of several records, each with some of its keys.</remarks>
internal sealed class OptionsReader(IConfiguration configuration)
{
    // The host's, but for Logging:Format.
    private static readonly string[] Foreign = ["Logging", "AllowedHosts"];

    private readonly List<(string Section, string[] Keys)> _known = [];
    private readonly List<ConfigurationFault> _faults = [];

    /// <param name="faults">What is wrong with the record, that no attribute can say; keys without the section.</param>
    public T Read<T>(string section, Func<T, IEnumerable<(string Key, string? Value, string Problem)>>? faults = null)
        where T : class, new()
    {
        var options = new T();
        var properties = typeof(T).GetProperties().Where(property => property.CanWrite).ToArray();
        _known.Add((section, [.. properties.Select(property => property.Name)]));
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            if (properties.FirstOrDefault(property => property.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
                Set(options, property, entry);
        }

        _faults.AddRange(faults?.Invoke(options).Select(fault => new ConfigurationFault($"{section}:{fault.Key}", fault.Value, fault.Problem)) ?? []);
        return options;
    }

    public void Fault(string key, string? value, string problem) => _faults.Add(new(key, value, problem));

    /// <summary>Once everything was read.</summary>
    /// <param name="own">Keys that can be meant for nobody else; in an unknown section they are faults. The environment holds everybody's variables.</param>
    /// <exception cref="UserException">Lists every fault by key, value and bound.</exception>
    public void Check(IEnumerable<string> own)
    {
        var sections = _known.ToLookup(known => known.Section, known => known.Keys, StringComparer.OrdinalIgnoreCase);
        string[] names = [.. sections.Select(section => section.Key), .. Foreign];
        ConfigurationFault[] faults =
        [
            .. own.Where(key => !names.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
                .Select(key => new ConfigurationFault(key, null, $"unknown section{NearWord.Hint(key.Split(':')[0], names, $"; there are {string.Join(", ", names)}")}")),
            .. from section in sections
               let keys = section.SelectMany(keys => keys).ToArray()
               from entry in configuration.GetSection(section.Key).GetChildren()
               where !keys.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)
               select new ConfigurationFault(entry.Path, null, $"unknown key{NearWord.Hint(entry.Key, keys, $"; {section.Key} knows {string.Join(", ", keys)}")}"),
            .. _faults,
        ];
        if (faults.Length > 0)
            throw new UserException($"the configuration has {faults.Length} fault{(faults.Length > 1 ? "s" : "")}:\n  {string.Join("\n  ", faults)}");
    }

    private void Set(object options, PropertyInfo property, IConfigurationSection entry)
    {
        var value = entry.Value;
        try
        {
            object? converted = property.PropertyType == typeof(string[]) ? List(entry)
                : IsMap(property) ? Map(entry)
                : TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value ?? "");
            if (converted is Enum && !Enum.IsDefined(property.PropertyType, converted))
                throw new FormatException();
            Validator.ValidateProperty(converted, new ValidationContext(options) { MemberName = property.Name, DisplayName = entry.Path });
            property.SetValue(options, converted);
        }
        catch (ValidationException e)
        {
            _faults.Add(new(entry.Path, value, e.Message));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            // What a map holds may be secret.
            _faults.Add(new(entry.Path, IsMap(property) ? null : value, $"expected {Expected(property.PropertyType)}"));
        }
    }

    /// <summary>A list is written as Key:0, Key:1, … or as one value with commas.</summary>
    private static string[] List(IConfigurationSection entry) => entry.Value is { } joined
        ? joined.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. entry.GetChildren().Select(child => child.Value ?? "")];

    /// <summary>A map is written as Key:name=value.</summary>
    private static Dictionary<string, string> Map(IConfigurationSection entry) => entry.Value is null
        ? entry.GetChildren().ToDictionary(child => child.Key, child => child.Value ?? throw new FormatException())
        : throw new FormatException();

    private static bool IsMap(PropertyInfo property) => property.PropertyType == typeof(IReadOnlyDictionary<string, string>);

    private static string Expected(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time such as 00:00:05",
        _ when type == typeof(IReadOnlyDictionary<string, string>) => "names below it, each with a value",
        _ => "a number",
    };
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Server.Configuration;

/// <summary>Fills an options record from a configuration section, strictly: an unknown key or a value out of bounds is a fault, and all are gathered.</summary>
internal static class OptionsReader
{
    public static T Read<T>(IConfiguration configuration, string section, List<ConfigurationFault> faults)
        where T : class, new()
    {
        var options = new T();
        var properties = typeof(T).GetProperties().Where(property => property.CanWrite).ToArray();
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            var property = properties.FirstOrDefault(property => property.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                faults.Add(new(entry.Path, null, $"unknown key; {section} knows {string.Join(", ", properties.Select(known => known.Name))}"));
            else
                Set(options, property, entry, faults);
        }

        return options;
    }

    private static void Set(object options, PropertyInfo property, IConfigurationSection entry, List<ConfigurationFault> faults)
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
            faults.Add(new(entry.Path, value, e.Message));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            // What a map holds may be secret.
            faults.Add(new(entry.Path, IsMap(property) ? null : value, $"expected {Expected(property.PropertyType)}"));
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

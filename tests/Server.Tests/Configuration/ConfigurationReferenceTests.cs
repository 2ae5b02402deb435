using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Server.Host;
using Xunit;

namespace Server.Tests.Configuration;

/// <summary>docs/configuration.md is made of the option records themselves: their types and bounds, and the comments above them in the source.</summary>
[Trait("Ring", "quick")]
public sealed partial class ConfigurationReferenceTests
{
    private const string Table = "docs/configuration.md";

    private static readonly string Sources = Path.Combine(Checkout.Root, "src");

    [Fact]
    public void The_configuration_reference_is_up_to_date() => Approved.Matches(Table, Markdown());

    // A record that nobody reads, or one that is read and not described.
    [Fact]
    public void Every_record_of_options_is_read_from_a_section() =>
        Assert.Equal(Records().Select(record => record.Name).Order(), Sections().Select(section => section.Record).Order());

    private static string Markdown()
    {
        var text = new StringBuilder("""
            # Configuration

            Options come from `appsettings.json` in the working directory, then the environment (`Server__HttpPort=9000`), then the command line
            (`--set Server:HttpPort=9000`); the later wins. A list is written as `Key:0`, `Key:1`, … or as one value with commas. An unknown key or a value out
            of bounds stops the start, and all faults are named at once. Log levels are .NET's: `Logging:LogLevel:Default=Debug`. Options of a single stream are
            in [stream-options.md](stream-options.md).

            This page is made of the source; a test holds it.

            """);
        var records = Records().ToDictionary(record => record.Name);
        foreach (var section in Sections().GroupBy(section => section.Section))
        {
            text.Append($"\n## {section.Key}\n\n| option | type | bounds | default | what |\n|---|---|---|---|---|\n");
            foreach (var property in section.SelectMany(read => Properties(records[read.Record])))
                text.Append($"| `{section.Key}:{property.Name}` | {TypeOf(property.PropertyType)} | {BoundsOf(property)} | {Cell(CommentsOf(property).Default)} | {Cell(CommentsOf(property).Summary)} |\n");
        }

        return text.ToString();
    }

    /// <summary>The records, as the server's configuration is made of them.</summary>
    private static IEnumerable<Type> Records() => typeof(ServerConfiguration).GetConstructors().Single(one => one.GetParameters().Length > 1).GetParameters().Select(one => one.ParameterType);

    /// <summary>As the configuration is read.</summary>
    private static IEnumerable<(string Record, string Section)> Sections() =>
        ReadCall().Matches(File.ReadAllText(Path.Combine(Sources, "Server", "Host", "ServerConfiguration.cs"))).Select(read => (read.Groups[1].Value, read.Groups[2].Value));

    [GeneratedRegex(@"\.Read<(\w+)>\(""(\w+)""")]
    private static partial Regex ReadCall();

    private static IEnumerable<PropertyInfo> Properties(Type record) => record.GetProperties().Where(property => property.CanWrite).OrderBy(property => property.MetadataToken);

    private static string TypeOf(Type type) => Nullable.GetUnderlyingType(type) is { } value ? TypeOf(value) : type switch
    {
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`")),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "text",
        _ when type == typeof(string[]) => "texts",
        _ when type == typeof(IReadOnlyDictionary<string, string>) => "names with values",
        _ when type == typeof(double) || type == typeof(float) => "number",
        _ => "integer",
    };

    private static string BoundsOf(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{range.Minimum}..{range.Maximum}"
        : property.GetCustomAttribute<AllowedValuesAttribute>() is { } words ? string.Join(", ", words.Values) : "";

    /// <summary>The comments above a property, of its record or of the record that it comes from.</summary>
    private static (string Summary, string Default) CommentsOf(PropertyInfo property)
    {
        var source = SourceOf(property.DeclaringType!);
        var declared = Regex.Match(source, $@"(?<comments>(?:^ *///.*\n)+)(?:^ *\[.*\n)*^ *public .* {property.Name} {{ get; ", RegexOptions.Multiline);
        Assert.True(declared.Success, $"{property.DeclaringType!.Name}.{property.Name} has no comment that says what it is");
        var comments = string.Join(' ', declared.Groups["comments"].Value.Split('\n').Select(line => line.Trim().TrimStart('/').Trim()));
        return (Part(comments, "summary"), Part(comments, "value"));
    }

    private static string Part(string comments, string element) => References().Replace(Regex.Match(comments, $"<{element}>(.*?)</{element}>").Groups[1].Value.Trim(), "`$1`");

    [GeneratedRegex("<see (?:cref|langword)=\"(?:[A-Za-z]+\\.)*(\\w+)\"/>|<c>(.*?)</c>")]
    private static partial Regex References();

    private static string SourceOf(Type record) =>
        Directory.EnumerateFiles(Sources, $"{record.Name}.cs", SearchOption.AllDirectories).Select(File.ReadAllText).Single(text => text.Contains($"record {record.Name}", StringComparison.Ordinal));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

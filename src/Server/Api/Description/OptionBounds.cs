using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Server.Streams;

namespace Server.Api.Description;

/// <summary>Defaults of a stream's options, and bounds of its patch, as <see cref="StreamOptions"/> has them.</summary>
internal static class OptionBounds
{
    private static readonly StreamOptions Defaults = new();

    public static void Describe(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (property.DeclaringType == typeof(StreamOptions) && !property.IsRequired && property.Get?.Invoke(Defaults) is { } value and not "")
            schema.Default = JsonSerializer.SerializeToNode(value);
        if (property.DeclaringType == typeof(StreamPatch) && RangeOf((PropertyInfo)property.AttributeProvider!) is { } range)
            (schema.Minimum, schema.Maximum) = (Text(range.Minimum), Text(range.Maximum));
        // The doc comment's <value> has become a last line; the default says it better.
        if (property.DeclaringType == typeof(StreamOptions) || property.DeclaringType == typeof(StreamPatch))
            schema.Description = schema.Description?.Split('\n')[0];
    }

    private static RangeAttribute? RangeOf(PropertyInfo patched) => typeof(StreamOptions).GetProperty(patched.Name)?.GetCustomAttribute<RangeAttribute>();

    private static string? Text(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture);
}

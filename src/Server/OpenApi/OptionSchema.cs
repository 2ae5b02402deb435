using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Streaming.Streams;

namespace Server.OpenApi;

/// <summary>A stream's options and its patch's, described as they are declared.</summary>
internal static class OptionSchema
{
    public static void Describe(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (property.DeclaringType != typeof(StreamOptions) && property.DeclaringType != typeof(StreamPatch))
            return;
        var option = StreamOption.Of(property.Name);
        schema.Description = option.Description;
        if (option.Name == "size")
            schema.Type = JsonSchemaType.String | JsonSchemaType.Integer | JsonSchemaType.Null;
        schema.Enum = option.Choices?.Select(word => (JsonNode)word).ToList();
        if (option.Range is { } range)
            (schema.Minimum, schema.Maximum) = (Text(range.Minimum), Text(range.Maximum));
        if (property.DeclaringType == typeof(StreamOptions) && !property.IsRequired && option.Default is { } value and not "")
            schema.Default = JsonSerializer.SerializeToNode(value);
    }

    private static string? Text(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Wire.Tests;

/// <summary>The JSON Schema (draft 2020-12) of a message's JSON with default values written, made from its fields.</summary>
internal static class JsonSchema
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(MessageDescriptor message)
    {
        var definitions = new JsonObject();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = message.FullName,
        };
        foreach (var (name, value) in Object(message, definitions).ToList())
            schema[name] = value!.DeepClone();
        if (definitions.Count > 0)
            schema["$defs"] = definitions;
        return schema.ToJsonString(Format) + "\n";
    }

    // Fields may be added, so others than these are no fault.
    private static JsonObject Object(MessageDescriptor message, JsonObject definitions)
    {
        var fields = message.Fields.InFieldNumberOrder();
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.JsonName, (JsonNode?)Field(field, definitions)))),
            ["required"] = new JsonArray([.. fields.Where(field => !field.HasPresence).Select(field => (JsonNode)field.JsonName)]),
        };
    }

    private static JsonObject Field(FieldDescriptor field, JsonObject definitions) =>
        field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Value(field, definitions) } : Value(field, definitions);

    private static JsonObject Value(FieldDescriptor field, JsonObject definitions) => field.FieldType switch
    {
        FieldType.String => new() { ["type"] = "string" },
        FieldType.Int32 => new() { ["type"] = "integer" },
        FieldType.UInt32 or FieldType.Fixed32 => new() { ["type"] = "integer", ["minimum"] = 0 },
        FieldType.Int64 => new() { ["type"] = "string", ["pattern"] = "^-?[0-9]+$" },
        FieldType.Float => new() { ["type"] = "number" },
        // The one enumeration that JSON has, and its names are not protobuf's.
        FieldType.Enum when field.EnumType.ClrType == typeof(Wire.V1.StreamEventKind) => new() { ["enum"] = new JsonArray([.. System.Enum.GetValues<Wire.V1.StreamEventKind>().Select(kind => (JsonNode)Wire.V1.StreamEventKinds.Name(kind)!)]) },
        FieldType.Message when field.MessageType == Timestamp.Descriptor => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldType.Message => Reference(field.MessageType, definitions),
        _ => throw new NotSupportedException($"{field.FullName}: how JSON writes {field.FieldType} is to be added here"),
    };

    private static JsonObject Reference(MessageDescriptor message, JsonObject definitions)
    {
        if (!definitions.ContainsKey(message.Name))
        {
            definitions[message.Name] = null; // Its place, before those of what it holds.
            definitions[message.Name] = Object(message, definitions);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{message.Name}" };
    }
}

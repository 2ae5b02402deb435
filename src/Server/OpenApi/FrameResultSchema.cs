using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.OpenApi;
using Wire.V1;

namespace Server.OpenApi;

/// <summary>The schema of a result in JSON, from the message's own definition: lowerCamelCase, 64-bit integers as strings.</summary>
internal static class FrameResultSchema
{
    private static readonly byte[] Example = ReadExample();

    public static OpenApiSchemaReference Reference(OpenApiDocument? document) => new(FrameResult.Descriptor.Name, document);

    public static void AddTo(OpenApiDocument document) => Add(FrameResult.Descriptor, document).Examples = [JsonNode.Parse(Example)!];

    private static OpenApiSchema Add(MessageDescriptor message, OpenApiDocument document)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = message.Fields.InFieldNumberOrder().ToDictionary(field => field.JsonName, field => Of(field, document)),
            // Default values are written too; only what has presence may be absent.
            Required = message.Fields.InFieldNumberOrder().Where(field => !field.HasPresence).Select(field => field.JsonName).ToHashSet(),
        };
        document.AddComponent(message.Name, schema);
        return schema;
    }

    private static IOpenApiSchema Of(FieldDescriptor field, OpenApiDocument document) =>
        field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = One(field, document) } : One(field, document);

    private static IOpenApiSchema One(FieldDescriptor field, OpenApiDocument document)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when field.MessageType == Timestamp.Descriptor:
                return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
            case FieldType.Message:
                Add(field.MessageType, document);
                return new OpenApiSchemaReference(field.MessageType.Name, document);
            case FieldType.Int64:
                return new OpenApiSchema { Type = JsonSchemaType.String, Format = "int64", Pattern = "^-?[0-9]+$" };
            case FieldType.Float:
                return new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" };
            case FieldType.String:
                return new OpenApiSchema { Type = JsonSchemaType.String };
            case FieldType.Int32:
                return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" };
            case FieldType.UInt32 or FieldType.Fixed32:
                return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = "4294967295" };
            default:
                throw new NotSupportedException($"{field.FullName} is {field.FieldType}, which has no schema here yet");
        }
    }

    private static byte[] ReadExample()
    {
        using var stream = typeof(FrameResultSchema).Assembly.GetManifestResourceStream("frame_result.json")!;
        var example = new byte[stream.Length];
        stream.ReadExactly(example);
        return example;
    }
}

using System.Collections;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Server.KServe;

/// <summary>A message in the JSON of this protocol: fields by their names in the .proto, 64-bit integers as numbers, defaults written.</summary>
/// <remarks>Protobuf's own mapping differs in all three. For descriptions, not for tensors: it looks every field up.</remarks>
internal static class MessageJson
{
    public static void Write(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (value is null)
                continue;
            json.WritePropertyName(field.Name);
            if (field.IsRepeated)
                WriteList(json, field, (IEnumerable)value);
            else
                WriteValue(json, field, value);
        }

        json.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter json, FieldDescriptor field, IEnumerable values)
    {
        json.WriteStartArray();
        foreach (var value in values)
            WriteValue(json, field, value);
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message: Write(json, message); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case Enum: json.WriteStringValue(field.EnumType.FindValueByNumber(Convert.ToInt32(value, null)).Name); break;
            default: throw new NotSupportedException($"{field.FullName} is of a type that no description has.");
        }
    }
}

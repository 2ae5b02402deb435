using Google.Protobuf;

namespace Functional.Tests.Observability;

/// <summary>Protobuf without its messages: OpenTelemetry's are in no package.</summary>
internal static class OtlpWire
{
    // KeyValue: key = 1, value = 2; AnyValue: string_value = 1, int_value = 3.
    public static Dictionary<string, string> TagsOf(IEnumerable<byte[]> pairs) => pairs.Select(Fields).ToDictionary(pair => Text(pair[1]), pair =>
    {
        var value = Fields(pair[2].Single());
        return value.Contains(3) ? $"{BitConverter.ToInt64(value[3].Single())}" : Text(value[1]);
    });

    public static string Hex(IEnumerable<byte[]> field) => Convert.ToHexStringLower(field.SingleOrDefault() ?? []);

    public static string Text(IEnumerable<byte[]> field) => System.Text.Encoding.UTF8.GetString(field.SingleOrDefault() ?? []);

    /// <summary>A message's fields by number; numbers as eight bytes.</summary>
    public static ILookup<int, byte[]> Fields(byte[] message)
    {
        var fields = new List<(int Number, byte[] Value)>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                WireFormat.WireType.Varint => BitConverter.GetBytes(input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => BitConverter.GetBytes(input.ReadFixed64()),
                _ => BitConverter.GetBytes((ulong)input.ReadFixed32()),
            }));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }
}

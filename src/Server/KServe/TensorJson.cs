using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Server.KServe;

/// <summary>A tensor's numbers in JSON: flat, or nested as its shape; only their order counts.</summary>
internal static class TensorJson
{
    /// <summary>Reads the array that the reader stands on.</summary>
    /// <param name="most">Most numbers.</param>
    /// <returns>f32, little-endian.</returns>
    public static ReadOnlyMemory<byte> Read(ref Utf8JsonReader json, string path, long most)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw KServeException.Invalid($"{path}: expected an array of numbers");
        var data = new ArrayBufferWriter<byte>();
        var depth = json.CurrentDepth;
        for (long count = 0; json.Read() && (json.TokenType != JsonTokenType.EndArray || json.CurrentDepth > depth);)
        {
            if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                continue;
            if (count++ == most)
                throw KServeException.Invalid($"{path}: has more than {most} numbers, the most that the model takes");
            Write(data, Number(ref json, path, count - 1));
        }

        return data.WrittenMemory;
    }

    /// <summary>Values <paramref name="from"/> to <paramref name="to"/> of a tensor. JSON has no word for what is no number, or none that is finite: null stands there.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> data, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var value = BinaryPrimitives.ReadSingleLittleEndian(data[(i * sizeof(float))..]);
            if (float.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }
    }

    private static float Number(ref Utf8JsonReader json, string path, long index) =>
        json.TokenType == JsonTokenType.Number && json.TryGetSingle(out var value)
            ? value
            : throw KServeException.Invalid($"{path}: entry {index} is no number");

    private static void Write(ArrayBufferWriter<byte> data, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(data.GetSpan(sizeof(float)), value);
        data.Advance(sizeof(float));
    }
}

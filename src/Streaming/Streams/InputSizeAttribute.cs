using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Streams;

/// <summary>A model's input size as users write it: the side of a square, or WIDTHxHEIGHT.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputSizeAttribute : ValidationAttribute
{
    /// <summary>In words.</summary>
    public const string Bounds = "multiples of 32 in 32..2048";

    // The coarsest stride of YOLO's heads. A larger input takes more memory than one stream may ask of all.
    private const int Step = 32, Most = 2048;

    /// <summary>Pixels.</summary>
    public static bool TryParse(string text, out (int Height, int Width) size)
    {
        string[] sides = text.Split('x');
        size = default;
        if (sides.Length > 2 || !TrySide(sides[0], out var width) || !TrySide(sides[^1], out var height))
            return false;
        size = (height, width);
        return true;
    }

    public override bool IsValid(object? value) => value is null || value is string text && TryParse(text, out _);

    public override string FormatErrorMessage(string name) => $"must be a side or WIDTHxHEIGHT, {Bounds}, such as 640 or 640x384";

    private static bool TrySide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= Most && side % Step == 0;
}

/// <summary>A side may be a number in JSON, too.</summary>
internal sealed class InputSizeConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt32(out var side) => side.ToString(CultureInfo.InvariantCulture),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

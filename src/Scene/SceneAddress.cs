using System.Globalization;

namespace Scene;

/// <summary>The text form of <see cref="SceneOptions"/>: <c>test://people?name=value&amp;…</c></summary>
internal static class SceneAddress
{
    private const string Prefix = "test://people";

    public static SceneOptions Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.StartsWith(Prefix, StringComparison.Ordinal) || (address.Length > Prefix.Length && address[Prefix.Length] != '?'))
            throw new FormatException($"'{address}' is not {Prefix} or {Prefix}?name=value&…");

        var options = new SceneOptions();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in address[Prefix.Length..].TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(parameter);
            if (!seen.Add(name))
                throw new FormatException($"'{name}' is given twice.");
            options = Apply(options, name, value);
        }
        return options;
    }

    private static (string Name, string Value) Split(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (parameter[..equals], parameter[(equals + 1)..])
            : throw new FormatException($"'{parameter}' is not name=value.");
    }

    private static SceneOptions Apply(SceneOptions options, string name, string value) => name switch
    {
        "count" => options with { Count = Number(name, value, 0, SceneOptions.MaxCount) },
        "seed" => options with { Seed = Seed(value) },
        "fps" => options with { FramesPerSecond = Number(name, value, 1, SceneOptions.MaxFramesPerSecond) },
        "size" => Size(options, value),
        "view" => options with { View = View(value) },
        _ => throw new FormatException($"Unknown parameter '{name}': there are count, seed, size, fps and view."),
    };

    private static SceneOptions Size(SceneOptions options, string value)
    {
        if (value.Split('x') is not [var width, var height])
            throw new FormatException($"size must be WIDTHxHEIGHT in pixels, such as 1280x720, not '{value}'.");
        return options with { Width = Side("width", width), Height = Side("height", height) };
    }

    private static int Side(string name, string value)
    {
        var side = Number($"size's {name}", value, SceneOptions.MinSide, SceneOptions.MaxSide);
        return side % 2 == 0 ? side : throw new FormatException($"size's {name} must be even, not {side}.");
    }

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{name} must be a whole number from {min} to {max}, not '{value}'.");

    private static ulong Seed(string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new FormatException($"seed must be a whole number from 0 to {ulong.MaxValue}, not '{value}'.");

    private static SceneView View(string value)
    {
        foreach (var view in Enum.GetValues<SceneView>())
        {
            if (value.Equals(view.ToString(), StringComparison.OrdinalIgnoreCase))
                return view;
        }
        throw new FormatException($"view must be any, webcam, room, street or overhead, not '{value}'.");
    }
}

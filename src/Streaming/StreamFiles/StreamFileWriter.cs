using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Streaming.Streams;

namespace Streaming.StreamFiles;

/// <summary>Streams as a file of them: only what differs from the defaults.</summary>
public static partial class StreamFileWriter
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <param name="isExpandable">${…} in a value names a secret, and is no text of its own.</param>
    public static string Json(IEnumerable<StreamOptions> streams, bool isExpandable = false) => new JsonObject
    {
        ["streams"] = new JsonArray([.. streams.Select(options => new JsonObject(Values(options, isExpandable).Select(one => KeyValuePair.Create(one.Name, one.Value))))]),
    }.ToJsonString(Format) + "\n";

    /// <inheritdoc cref="Json"/>
    public static string Yaml(IEnumerable<StreamOptions> streams, bool isExpandable = false)
    {
        var text = new StringBuilder();
        foreach (var options in streams)
        {
            var begin = "  - ";
            foreach (var (name, value) in Values(options, isExpandable))
            {
                text.Append(CultureInfo.InvariantCulture, $"{begin}{name}: {Yaml(value)}\n");
                begin = "    ";
            }
        }

        return text.Length == 0 ? "streams: []\n" : $"streams:\n{text}";
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Values(StreamOptions options, bool isExpandable) =>
        from option in StreamOption.In(OptionScope.Opened)
        let value = option.Get(options)
        where value is not null && !Equals(value, option.Default) && value is not string[] { Length: 0 }
        select (option.Name, Node(value, isExpandable));

    private static JsonNode? Node(object value, bool isExpandable) => value switch
    {
        string text when !isExpandable => SecretText.Escape(text),
        string[] texts => new JsonArray([.. texts.Select(text => (JsonNode)SecretText.Escape(text))]),
        _ => JsonSerializer.SerializeToNode(value),
    };

    /// <summary>Whatever JSON writes is YAML too; words that can mean nothing else go without quotes.</summary>
    private static string Yaml(JsonNode? value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(Yaml))}]",
        JsonValue one when one.TryGetValue(out string? text) && Word().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off") => text,
        _ => value!.ToJsonString(Format),
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]*$")]
    private static partial Regex Word();
}

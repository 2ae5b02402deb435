using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Streams;

/// <summary>A stream as a line of text: the body that POST /v1/streams takes.</summary>
/// <param name="Options">Null where the text makes no sense; then <paramref name="Fault"/> says why.</param>
public sealed record StreamDefinition(string Text, StreamOptions? Options, string? Fault)
{
    private static readonly JsonSerializerOptions Format = ApiJson.Configure(new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public static StreamDefinition Of(StreamOptions options) => new(JsonSerializer.Serialize(options, Format), options, null);

    public static StreamDefinition Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StreamOptions>(text, Format) is not { } options ? new(text, null, "not a stream")
                : StreamOption.FaultsOf(options, OptionScope.AnyStream).FirstOrDefault() is (Option: { } option, var problem) ? new(text, null, $"{option.Name}: {problem}")
                : new(text, options, null);
        }
        catch (JsonException e)
        {
            // The parser's own sentence may quote a value, which may be secret.
            return new(text, null, e.Path is { Length: > 2 } member ? $"{member[2..]}: not understood" : "no JSON object of a stream, or cut off");
        }
    }
}

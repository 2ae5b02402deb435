using System.Text.Json;
using System.Text.Json.Serialization;

namespace Server.Streams;

/// <summary>JSON as the API reads, writes and describes it: a number is a number and no text, a state is a word.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}

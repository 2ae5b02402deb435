using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Streaming.Streams;

/// <summary>JSON as the API reads, writes and describes it: a number is a number and no text, a state is a word.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(DescribePatch);
        return options;
    }

    /// <summary>A patch has the options that may change, and each may be null.</summary>
    private static void DescribePatch(JsonTypeInfo type)
    {
        if (type.Type != typeof(StreamPatch))
            return;
        type.Properties.Clear();
        foreach (var option in StreamOption.All.Where(option => option.MayChange))
        {
            var member = type.CreateJsonPropertyInfo(option.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(option.Type) : option.Type, option.Name);
            member.CustomConverter = option.Converter;
            member.Get = patch => ((StreamPatch)patch)[option];
            member.Set = (patch, value) => ((StreamPatch)patch)[option] = value;
            type.Properties.Add(member);
        }
    }
}

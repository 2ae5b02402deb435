using System.Text.Json;

namespace Wire.V1;

/// <summary>What kinds of events are called outside of protobuf's own bytes: started, sinkDown. The same word in REST's answers, in JSON for Kafka and Redis, and in the store.</summary>
public static class StreamEventKinds
{
    private const string Prefix = "STREAM_EVENT_KIND_";

    private static readonly Dictionary<StreamEventKind, string> Known =
        Enum.GetValues<StreamEventKind>().ToDictionary(kind => kind, kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()));

    /// <summary>All but "unspecified".</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Where(kind => kind.Key != StreamEventKind.Unspecified).Select(kind => kind.Value)];

    /// <summary>Null for one that a later version wrote.</summary>
    public static string? Name(this StreamEventKind kind) => Known.GetValueOrDefault(kind);

    /// <summary>The name of a kind in any spelling that was ever written: sinkDown, SinkDown, sink_down, STREAM_EVENT_KIND_SINK_DOWN. What is none stays as it is.</summary>
    public static string Normalize(string text)
    {
        var plain = (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text).Replace("_", "", StringComparison.Ordinal);
        return Names.FirstOrDefault(name => name.Equals(plain, StringComparison.OrdinalIgnoreCase)) ?? text;
    }
}

using System.Text.Json;

namespace Server.KServe;

/// <summary>Walks JSON without building a tree of it. What is not as expected is told with its path.</summary>
internal static class JsonWalk
{
    // No request of this protocol needs more members or elements outside of its data.
    private const int MostEntries = 64;

    public delegate void OnMember(ref Utf8JsonReader value, string name, string path);

    public delegate void OnElement(ref Utf8JsonReader value, string path);

    /// <summary>Members of the object that the reader stands on.</summary>
    public static void Members(ref Utf8JsonReader json, string path, OnMember visit)
    {
        Expect(ref json, JsonTokenType.StartObject, path, "an object");
        for (var count = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName; count++)
        {
            Bound(count, path);
            var name = json.GetString()!;
            json.Read();
            visit(ref json, name, path.Length == 0 ? name : $"{path}.{name}");
        }
    }

    /// <summary>Elements of the array that the reader stands on.</summary>
    public static void Elements(ref Utf8JsonReader json, string path, OnElement visit)
    {
        Expect(ref json, JsonTokenType.StartArray, path, "an array");
        for (var count = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            Bound(count, path);
            visit(ref json, $"{path}[{count}]");
        }
    }

    public static string Text(ref Utf8JsonReader json, string path)
    {
        Expect(ref json, JsonTokenType.String, path, "a string");
        return json.GetString()!;
    }

    public static long Integer(ref Utf8JsonReader json, string path)
    {
        Expect(ref json, JsonTokenType.Number, path, "a whole number");
        return json.TryGetInt64(out var value) ? value : throw KServeException.Invalid($"{path}: expected a whole number");
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type, string path, string what)
    {
        if (json.TokenType != type)
            throw KServeException.Invalid($"{(path.Length == 0 ? "body" : path)}: expected {what}");
    }

    private static void Bound(int count, string path)
    {
        if (count == MostEntries)
            throw KServeException.Invalid($"{(path.Length == 0 ? "body" : path)}: has more than {MostEntries} entries");
    }
}

using System.Text.Json;

namespace Server.KServe;

/// <summary>The body of POST /v2/repository/index.</summary>
internal static class RepositoryIndexJson
{
    /// <exception cref="KServeException">It is no JSON object, or "ready" is no boolean.</exception>
    public static bool IsReadyRequested(ReadOnlySpan<byte> body)
    {
        var ready = false;
        try
        {
            var json = new Utf8JsonReader(body);
            json.Read();
            JsonWalk.Members(ref json, "", (ref value, name, path) =>
            {
                if (name != "ready")
                    value.Skip();
                else if (value.TokenType is JsonTokenType.True or JsonTokenType.False)
                    ready = value.GetBoolean();
                else
                    throw KServeException.Invalid("ready: expected true or false");
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw KServeException.Invalid("body: not valid JSON");
        }

        return ready;
    }
}

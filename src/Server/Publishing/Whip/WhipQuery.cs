using Server.Http.Query;
using Server.Streams;
using Streaming.Streams;

namespace Server.Publishing.Whip;

/// <summary>Options of the stream that a publication makes, in the query of its URL: a publisher's body is its offer.</summary>
internal static class WhipQuery
{
    private static readonly OptionQuery Options = new(OptionScope.Published);

    /// <summary>Set by a server that sent the publisher on, so that two full ones do not send it to and fro.</summary>
    private static readonly QueryFlag SentOn = new("sentOn", "Another server has sent the publisher here; this one does not send it on.");

    public static IReadOnlyList<IQueryParameter> Parameters { get; } = [.. Options.Parameters, SentOn];

    public static StreamOptions Read(QueryReader query, string id, string url) => Options.Read(query, new() { Id = id, Url = url });

    public static bool WasSentOn(QueryReader query) => query.Flag(SentOn);

    /// <summary>The same at another server.</summary>
    public static string At(string server, HttpRequest request) =>
        $"{server.TrimEnd('/')}{request.Path.ToUriComponent().TrimEnd('/')}{request.QueryString.Add(SentOn.Name, "true").ToUriComponent()}";

    /// <summary>The first option of the stream in a query; null: there is none.</summary>
    public static string? FirstOption(IQueryCollection query) => query.Keys.FirstOrDefault(name => !name.Equals(SentOn.Name, StringComparison.OrdinalIgnoreCase));
}

using Server.Api.Query;
using Server.Streams;

namespace Server.Api.Whip;

/// <summary>Options of the stream that a publication makes, in the query of its URL: a publisher's body is its offer.</summary>
internal static class WhipQuery
{
    private static readonly StreamOptions Usual = new();
    private static readonly QueryText Model = new("model", "Name of an installed model; the server's default where absent.");
    private static readonly QueryNumber<float> Confidence = new("conf", 0, 1, Usual.Conf, "Objects of a lower score are left out.");
    private static readonly QueryNumber<float> Iou = new("iou", 0, 1, Usual.Iou, "Of two boxes of a class that overlap by more, the better is kept.");
    private static readonly QueryNumber<int> MaxDetections = new("maxDet", 1, 1000, Usual.MaxDet, "Most objects of a frame, the best first.");
    private static readonly QueryList Classes = new("classes", "Labels or class ids to keep; all where absent.");
    private static readonly QueryNumber<double> TargetFps = new("targetFps", 0, 1000, Usual.TargetFps, "Most frames a second to infer; 0 = all.");
    private static readonly QueryNumber<int> MaxLatency = new("maxLatencyMs", 0, 60_000, Usual.MaxLatencyMs, "A frame that waited longer is dropped, not run; 0 = no bound.");
    private static readonly QueryNumber<double> Priority = new("priority", 0.01, 100, Usual.Priority, "Share of the engine under overload, relative to other streams.");

    /// <summary>Set by a server that sent the publisher on, so that two full ones do not send it to and fro.</summary>
    private static readonly QueryFlag SentOn = new("sentOn", "Another server has sent the publisher here; this one does not send it on.");

    public static IReadOnlyList<IQueryParameter> Parameters { get; } = [Model, Confidence, Iou, MaxDetections, Classes, TargetFps, MaxLatency, Priority, SentOn];

    public static StreamOptions Read(QueryReader query, string id, string url)
    {
        query.Only(Parameters);
        var classes = query.List(Classes);
        return new()
        {
            Id = id,
            Url = url,
            Model = query.Text(Model),
            Conf = query.Number(Confidence),
            Iou = query.Number(Iou),
            MaxDet = query.Number(MaxDetections),
            Classes = classes.Length > 0 ? classes : null,
            TargetFps = query.Number(TargetFps),
            MaxLatencyMs = query.Number(MaxLatency),
            Priority = query.Number(Priority),
        };
    }

    public static bool WasSentOn(QueryReader query) => query.Flag(SentOn);

    /// <summary>The same at another server.</summary>
    public static string At(string server, HttpRequest request) =>
        $"{server.TrimEnd('/')}{request.Path.ToUriComponent()}{request.QueryString.Add(SentOn.Name, "true").ToUriComponent()}";

    /// <summary>The first option of the stream in a query; null: there is none.</summary>
    public static string? FirstOption(IQueryCollection query) => query.Keys.FirstOrDefault(name => !name.Equals(SentOn.Name, StringComparison.OrdinalIgnoreCase));
}

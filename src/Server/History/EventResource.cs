using Sinks.Store.Query;

namespace Server.History;

/// <param name="Next">The cursor of the next page; null where this one is the last.</param>
internal sealed record EventPage(IReadOnlyList<EventResource> Events, string? Next);

/// <summary>Something that happened.</summary>
/// <param name="Id">Unique for ever.</param>
/// <param name="Stream">Empty where it concerns no single stream.</param>
/// <param name="Subject">Of a sink or a gap: the sink's name, or "log".</param>
/// <param name="Count">Of a gap: results that are missing. Of a sink that is up again: records that waited.</param>
internal sealed record EventResource(string Id, DateTimeOffset Time, string Kind, string Stream, string Session, string Subject, string Detail, long Count)
{
    public static EventResource Of(StoredEvent stored)
    {
        var details = stored.Details;
        return new(stored.Id, DateTimeOffset.FromUnixTimeMilliseconds(stored.UnixMilliseconds), stored.Kind, stored.StreamId, stored.SessionId, details.Subject, details.Detail, details.Count);
    }
}

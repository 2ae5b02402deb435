using System.Text.Json;
using Sinks.Store.Tally;
using Wire.V1;

namespace Sinks.Store.Query;

/// <summary>Something that happened, as the store keeps it.</summary>
/// <param name="Kind">As <see cref="StreamEventKinds"/> has it.</param>
/// <param name="StreamId">Empty where it concerns no stream.</param>
/// <param name="Body">JSON of <see cref="EventBody"/>.</param>
public sealed record StoredEvent(string Id, long UnixMilliseconds, string Kind, string StreamId, string SessionId, string Body)
{
    public EventKey Key => new(UnixMilliseconds, Id);

    public EventBody Details => JsonSerializer.Deserialize<EventBody>(Body, JsonSerializerOptions.Web) ?? new("", "", 0);

    public static StoredEvent Of(StreamEvent happened, long unixMilliseconds) => new(
        StoredText.Of(happened.Id), unixMilliseconds, happened.Kind.Name() ?? $"{(int)happened.Kind}", StoredText.Of(happened.StreamId), StoredText.Of(happened.SessionId),
        JsonSerializer.Serialize(new EventBody(StoredText.Of(happened.Subject), StoredText.Of(happened.Detail), happened.Count), JsonSerializerOptions.Web));
}

/// <param name="Subject">The sink's name, or "log", where it concerns one.</param>
public sealed record EventBody(string Subject, string Detail, long Count);

/// <summary>Events in [<paramref name="From"/>, <paramref name="To"/>), ordered by time and id.</summary>
/// <param name="Stream">All, and those of no stream, where null.</param>
/// <param name="Kind">All where null.</param>
/// <param name="After">The last one of the page before.</param>
public sealed record EventQuery(string? Stream, string? Kind, DateTimeOffset From, DateTimeOffset To, EventKey? After, int Limit);

public readonly record struct EventKey(long UnixMilliseconds, string Id);

namespace Sinks.Store.Query;

/// <summary>Events in [<paramref name="From"/>, <paramref name="To"/>), ordered by time and id.</summary>
/// <param name="Stream">All, and those of no stream, where null.</param>
/// <param name="Kind">All where null.</param>
/// <param name="After">The last one of the page before.</param>
public sealed record EventQuery(string? Stream, string? Kind, DateTimeOffset From, DateTimeOffset To, EventKey? After, int Limit);

public readonly record struct EventKey(long UnixMilliseconds, string Id);

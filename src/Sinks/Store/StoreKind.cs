namespace Sinks.Store;

public enum StoreKind
{
    /// <summary>A file in Server:DataDirectory.</summary>
    Sqlite,

    Postgres,

    /// <summary>Nothing is kept; /v1/summaries and /v1/events answer 503.</summary>
    None,
}

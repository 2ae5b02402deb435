using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Sinks.Store;

/// <summary>Where summaries and events are kept, and for how long.</summary>
public sealed record StoreOptions
{
    /// <summary>Where summaries and events are kept: a SQLite file in the data directory, a Postgres database, or nowhere.</summary>
    /// <value>Sqlite</value>
    public StoreKind Kind { get; init; } = StoreKind.Sqlite;

    /// <summary>Of Postgres: Host=…;Database=…;Username=…;Password=…</summary>
    /// <value>none</value>
    public string? ConnectionString { get; init; }

    /// <summary>Days, by UTC, that are kept behind today.</summary>
    /// <value>90</value>
    [Range(1, 3660)]
    public int RetentionDays { get; init; } = 90;

    /// <summary>How long a record may wait for more to be written with it.</summary>
    /// <value>500</value>
    [Range(0, 60_000)]
    public int LingerMilliseconds { get; init; } = 500;

    /// <summary>Requests for summaries and events that may read at once; further ones are answered 503.</summary>
    /// <value>4: a large page takes a core for a second</value>
    [Range(1, 1000)]
    public int MaxConcurrentReads { get; init; } = 4;

    /// <summary>Never repeats the connection string, not even its parser's words: they may hold a part of the password.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (Kind == StoreKind.Postgres && string.IsNullOrWhiteSpace(ConnectionString))
            yield return (nameof(ConnectionString), null, "is needed with Store:Kind Postgres: Host=…;Database=…;Username=…;Password=…");
        else if (Kind == StoreKind.Postgres && !IsWellFormed(ConnectionString!))
            yield return (nameof(ConnectionString), null, "is no connection string of Npgsql; expected Host=…;Database=…;Username=…;Password=… (a value with ';' in it needs quotes)");
        else if (Kind != StoreKind.Postgres && ConnectionString is not null)
            yield return (nameof(ConnectionString), null, $"is for Store:Kind Postgres, which is {Kind}");
    }

    /// <summary>Without the connection string.</summary>
    public override string ToString() => $"{Kind}, {RetentionDays} days";

    private static bool IsWellFormed(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }
}

public enum StoreKind
{
    /// <summary>A file in Server:DataDirectory.</summary>
    Sqlite,

    Postgres,

    /// <summary>Nothing is kept; /v1/summaries and /v1/events answer 503.</summary>
    None,
}

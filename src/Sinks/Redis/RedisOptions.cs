using System.ComponentModel.DataAnnotations;

namespace Sinks.Redis;

/// <summary>Section Redis: the server that whoever needs one shares.</summary>
public record RedisOptions
{
    /// <summary>host:port; of a replicated Redis several, with commas between them.</summary>
    /// <value>empty: nothing is written to Redis</value>
    public string Address { get; init; } = "";

    /// <summary>Of Redis's requirepass or ACL user; better by the environment than in a file.</summary>
    /// <value>none</value>
    public string? Password { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    /// <value>false</value>
    public bool Tls { get; init; }

    /// <summary>Number of the database; a cluster has only 0.</summary>
    /// <value>0</value>
    [Range(0, 10_000)]
    public int Database { get; init; }

    /// <summary>Before every key: "cameras:", say. A cluster needs one in braces, "{cameras}:", as a batch is one transaction and that has one slot.</summary>
    /// <value>empty</value>
    public string KeyPrefix { get; init; } = "";

    public bool IsOn => Address.Length > 0;

    /// <summary>What no attribute can say.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (Address.Contains('=', StringComparison.Ordinal))
            yield return (nameof(Address), null, "expected host:port; password, database and TLS have keys of their own in Redis");
    }

    // The record's own text would hold the password.
    public sealed override string ToString() => Address;
}

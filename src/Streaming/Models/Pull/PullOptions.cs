namespace Streaming.Models.Pull;

/// <summary>What the user asked `models pull` for.</summary>
public sealed record PullOptions
{
    /// <summary>A name of the address table, or an address.</summary>
    public required string Wanted { get; init; }

    /// <summary>Folder of the models; null for the usual one.</summary>
    public string? Folder { get; init; }

    /// <summary>What to call the model; null for its name in the table, or the last part of the address.</summary>
    public string? Name { get; init; }

    /// <value>1</value>
    public int Version { get; init; } = 1;

    /// <summary>64 hex digits; null for the table's, or none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Largest file that is taken, in bytes.</summary>
    public long MaxBytes { get; init; } = 2_000_000_000;

    /// <summary>Takes http from other machines too.</summary>
    public bool Insecure { get; init; }

    /// <summary>Replaces a version that is there.</summary>
    public bool Force { get; init; }
}

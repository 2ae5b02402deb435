using System.Text.Json;
using System.Text.Json.Serialization;
using Cli;

namespace Load;

/// <summary>What a bench found: figures, and the machine without which they say nothing. As JSON its members are in snake case.</summary>
internal abstract record Report
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    [JsonPropertyOrder(-1)]
    public required Machine Machine { get; init; }

    /// <summary>For people.</summary>
    public abstract void Print();

    /// <summary>What was promised and is not so; null where all is well, or nothing but figures was promised.</summary>
    public virtual string? BrokenPromise() => null;

    public void Write(OutputFile file)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(this, GetType(), Format));
        file.Write("\n"u8);
        file.Commit();
    }
}

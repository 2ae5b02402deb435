using System.Text.Json;

namespace Streaming.Models.Pull;

/// <summary>The table of models that can be pulled by name: models/addresses.json, carried inside the program.</summary>
public static class ModelAddresses
{
    public static IReadOnlyDictionary<string, ModelAddress> Known { get; } = Read();

    private static Dictionary<string, ModelAddress> Read()
    {
        using var table = typeof(ModelAddresses).Assembly.GetManifestResourceStream("addresses.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, ModelAddress>>(table, JsonSerializerOptions.Web)!;
    }
}

/// <summary>Where a known model can be had.</summary>
public sealed record ModelAddress
{
    public required Uri Url { get; init; }

    /// <summary>64 hex digits; null where nobody but the server itself tells it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Size of the file; null where it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>As SPDX writes it.</summary>
    public required string Licence { get; init; }

    /// <summary>What the licence asks of the user, in a sentence or two.</summary>
    public string? Notice { get; init; }
}

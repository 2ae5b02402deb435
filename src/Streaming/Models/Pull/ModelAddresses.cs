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

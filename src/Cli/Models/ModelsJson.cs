using System.Text.Json;
using Streaming.Models;

namespace Cli.Models;

/// <summary>Models as one JSON array. Every field is always there; null is what is not known.</summary>
internal static class ModelsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Write(IEnumerable<ModelInspection> models) => JsonSerializer.Serialize(models.Select(Row), Options);

    private static object Row(ModelInspection seen) => new
    {
        seen.Model.Name,
        seen.Model.Version,
        Task = seen.Metadata?.Task.ToString().ToLowerInvariant(),
        Classes = seen.Metadata?.Labels,
        seen.Metadata?.KeypointCount,
        seen.Metadata?.InputWidth,
        seen.Metadata?.InputHeight,
        seen.Metadata?.DynamicSize,
        seen.Metadata?.DynamicBatch,
        seen.Bytes,
        seen.Sha256,
        seen.Card?.Source,
        seen.Card?.Licence,
        seen.Card?.PulledAt,
        seen.Model.Path,
        seen.Fault,
        Limits = seen.Metadata?.Limits ?? [],
    };
}

using System.Text.Json;

namespace Streaming.Models;

/// <summary>model.json beside a model: where it came from and what it was then. Whoever copies a model by hand may write one too.</summary>
public sealed record ModelCard
{
    private const string FileName = "model.json";

    /// <summary>Characters; a card is a few lines.</summary>
    private const int MaxLength = 65536;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Address it was pulled from, without secrets.</summary>
    public string? Source { get; init; }

    /// <summary>Of model.onnx: 64 hex digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>As SPDX writes it, where known.</summary>
    public string? Licence { get; init; }

    public DateTimeOffset? PulledAt { get; init; }

    /// <returns>Null where there is none, or the model lies loose.</returns>
    /// <exception cref="UserException">It cannot be read.</exception>
    public static ModelCard? Of(InstalledModel model)
    {
        var path = Beside(model.Path);
        if (model.Version is null || !File.Exists(path))
            return null;
        try
        {
            using var file = File.OpenRead(path);
            return file.Length <= MaxLength ? JsonSerializer.Deserialize<ModelCard>(file, Json) : throw new UserException($"{path}: longer than {MaxLength} bytes");
        }
        catch (JsonException e)
        {
            throw new UserException($"{path}: not the JSON that it should be: {e.Message}", e);
        }
    }

    /// <summary>Writes it beside a model file, whole or not at all.</summary>
    public void Save(string modelPath)
    {
        var path = Beside(modelPath);
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(path + ".partial", path, overwrite: true);
    }

    private static string Beside(string modelPath) => Path.Combine(Path.GetDirectoryName(modelPath)!, FileName);
}

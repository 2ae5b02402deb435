using Inference;
using Inference.Model;

namespace Streaming.Models;

/// <summary>What a model file is, or why it cannot be used.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Of the file as it lies there now.</param>
/// <param name="Metadata">Null where it cannot be loaded.</param>
/// <param name="Fault">Why it, or its card, cannot be read; null where all is well.</param>
public sealed record ModelInspection(InstalledModel Model, long Bytes, string? Sha256, ModelCard? Card, ModelMetadata? Metadata, string? Fault)
{
    /// <summary>One session is the least that can be loaded; a GPU is not asked for its opinion.</summary>
    internal static readonly InferenceOptions OneLane = new() { Device = InferenceDevice.Cpu, Lanes = 1 };

    /// <param name="loaded">What a running engine knows of it already; null loads it for a moment.</param>
    public static ModelInspection Of(InstalledModel model, ModelMetadata? loaded = null)
    {
        var seen = new ModelInspection(model, 0, null, null, null, null);
        try
        {
            seen = seen with { Bytes = new FileInfo(model.Path).Length, Sha256 = loaded?.Sha256 ?? FileHash.Of(model.Path) };
            seen = seen with { Metadata = loaded ?? Load(model.Path) };
            return seen with { Card = ModelCard.Of(model) };
        }
        catch (Exception e)
        {
            // Of any kind: one file that is not right must not hide the others.
            return seen with { Fault = e.Message };
        }
    }

    private static ModelMetadata Load(string path)
    {
        using var model = YoloModel.Load(path, OneLane);
        return model.Metadata;
    }
}

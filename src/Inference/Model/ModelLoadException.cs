namespace Inference.Model;

/// <summary>A model that cannot be used. The message names the model, what is wrong and what is expected; no other model is touched.</summary>
public sealed class ModelLoadException(string model, string fault, Exception? inner = null)
    : Exception($"{model}: {fault}", inner)
{
    /// <summary>Whatever else a file brings about while it is loaded: it is that model's fault, and touches no other.</summary>
    internal static ModelLoadException Of(string model, Exception fault) =>
        fault as ModelLoadException ?? new ModelLoadException(model, $"cannot be loaded: {fault.GetBaseException().Message}", fault);
}

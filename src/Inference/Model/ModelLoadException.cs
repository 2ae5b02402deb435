namespace Inference.Model;

/// <summary>A model that cannot be used. The message names the model, what is wrong and what is expected; no other model is touched.</summary>
public sealed class ModelLoadException(string model, string fault, Exception? inner = null)
    : Exception($"{model}: {fault}", inner);

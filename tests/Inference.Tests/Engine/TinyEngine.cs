namespace Inference.Tests.Engine;

/// <summary>The real engine with a tiny model on the CPU.</summary>
internal static class TinyEngine
{
    /// <summary>Longer than any test needs to put a batch together, shorter than anybody would wait for a hang.</summary>
    public const int HoldMicroseconds = 300_000;

    public static InferenceEngine Start(TinyOnnx model, InferenceOptions? options = null)
    {
        using var file = new ModelFile(model.Build());
        return InferenceEngine.Start(file.Path, (options ?? new()) with { Device = InferenceDevice.Cpu });
    }

    /// <summary>One lane that holds a partial batch until it is full.</summary>
    public static InferenceEngine StartBatching(TinyOnnx model, int batch) =>
        Start(model, new() { Lanes = 1, MaxBatchSize = batch, MaxQueueDelayMicroseconds = HoldMicroseconds });
}

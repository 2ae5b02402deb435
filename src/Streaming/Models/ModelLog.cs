namespace Streaming.Models;

/// <summary>What is logged of models.</summary>
public static partial class ModelLog
{
    [LoggerMessage(2, LogLevel.Information, "Model {Model} ready on {Device}: {Lanes} lanes, batches up to {MaxBatch}")]
    public static partial void ModelReady(this ILogger log, string model, string device, int lanes, int maxBatch);

    [LoggerMessage(6, LogLevel.Warning, "Model {Model} could not be loaded: {Error}")]
    public static partial void ModelFailed(this ILogger log, string model, string error);

    [LoggerMessage(16, LogLevel.Warning, "Model {Model}: {Limit}")]
    public static partial void ModelLimited(this ILogger log, string model, string limit);

    [LoggerMessage(14, LogLevel.Information, "Model {Model} was unloaded: nobody used it")]
    public static partial void ModelUnloaded(this ILogger log, string model);
}

using Inference;
using Streaming.Models;
using Wire.KServe;

namespace Server.KServe;

/// <summary>An engine's statistics as the protocol's message.</summary>
internal static class StatisticsMessage
{
    public static ModelStatistics Of(RunningModel model)
    {
        var counted = model.Engine.Statistics;
        return new()
        {
            Name = model.Installed.Name,
            Version = model.Installed.VersionName,
            LastInference = (ulong)(counted.LastInference?.ToUnixTimeMilliseconds() ?? 0),
            InferenceCount = (ulong)counted.Inferences,
            ExecutionCount = (ulong)counted.Runs,
            InferenceStats = new()
            {
                Success = Duration(counted.Succeeded.Count, counted.Succeeded.Time),
                Fail = Duration(counted.Failed.Count, counted.Failed.Time),
                Queue = Duration(counted.Inferences, counted.Queue),
                ComputeInput = Duration(counted.Inferences, counted.Input),
                ComputeInfer = Duration(counted.Inferences, counted.Infer),
                ComputeOutput = Duration(counted.Inferences, counted.Output),
            },
            BatchStats = { counted.Batches.Select(Batch) },
        };
    }

    private static InferBatchStatistics Batch(BatchTotal batch) => new()
    {
        BatchSize = (ulong)batch.BatchSize,
        ComputeInput = Duration(batch.Runs, batch.Input),
        ComputeInfer = Duration(batch.Runs, batch.Infer),
        ComputeOutput = Duration(batch.Runs, batch.Output),
    };

    private static StatisticDuration Duration(long count, TimeSpan time) =>
        new() { Count = (ulong)count, Ns = (ulong)time.Ticks * TimeSpan.NanosecondsPerTick };
}

using System.ComponentModel.DataAnnotations;

namespace Inference;

public enum InferenceDevice
{
    /// <summary>The fastest that is there: TensorRT is never chosen by itself (building engines takes minutes), CUDA before CPU.</summary>
    Auto,
    Cpu,
    Cuda,
    TensorRt,
}

public enum LetterboxShape
{
    /// <summary>The model's own input size whatever the picture's shape, as the reference does.</summary>
    Square,

    /// <summary>The least padding: the shorter side is cut to the next multiple of the model's stride. Faster, and other numbers.</summary>
    Rect,
}

/// <summary>How models are run.</summary>
public sealed record InferenceOptions
{
    /// <summary>What runs the models: Auto takes CUDA where there is one, else the CPU, and TensorRt never by itself, as it builds for minutes.</summary>
    /// <value>Auto</value>
    public InferenceDevice Device { get; init; } = InferenceDevice.Auto;

    /// <summary>Index of the GPU.</summary>
    /// <value>0</value>
    [Range(0, 63)]
    public int DeviceId { get; init; }

    /// <summary>Batches that run side by side, each on a thread of its own; 0 = one a core on CPU, two on a GPU.</summary>
    /// <value>0</value>
    [Range(0, 256)]
    public int Lanes { get; init; }

    /// <summary>
    /// Threads inside one run on CPU. One-thread lanes beat many-thread lanes in throughput: nothing is shared and nothing waits.
    /// More threads a lane answer one lone stream sooner.
    /// </summary>
    /// <value>1</value>
    [Range(1, 256)]
    public int ThreadsPerLane { get; init; } = 1;

    /// <summary>Most frames in one run; 0 = 1 on CPU (where larger batches only wait for one another), 32 on a GPU.</summary>
    /// <value>0</value>
    [Range(0, 32)]
    public int MaxBatchSize { get; init; }

    /// <summary>How long a partial batch may be held for more frames; −1 = 0 on CPU, 2000 on a GPU.</summary>
    /// <value>-1</value>
    [Range(-1, 1_000_000)]
    public int MaxQueueDelayMicroseconds { get; init; } = -1;

    /// <summary>Square pads a picture to the model's input as the reference does; Rect pads to the next multiple of the stride alone: faster, and other numbers.</summary>
    /// <value>Square</value>
    public LetterboxShape Letterbox { get; init; } = LetterboxShape.Square;

    /// <summary>Input width and height in pixels for models of dynamic size; 0 = the model's own.</summary>
    /// <value>0</value>
    [Range(0, 4096)]
    public int InputSize { get; init; }

    /// <summary>The same, with every "0 = auto" replaced by what it means on that device.</summary>
    internal InferenceOptions ResolvedFor(InferenceDevice device)
    {
        var cpu = device == InferenceDevice.Cpu;
        return this with
        {
            Device = device,
            // The processor count honours a container's CPU limit. On a GPU one lane's copies overlap the other's run.
            Lanes = Lanes > 0 ? Lanes : cpu ? Math.Max(1, Environment.ProcessorCount / ThreadsPerLane) : 2,
            MaxBatchSize = MaxBatchSize > 0 ? MaxBatchSize : cpu ? 1 : 32,
            MaxQueueDelayMicroseconds = MaxQueueDelayMicroseconds >= 0 ? MaxQueueDelayMicroseconds : cpu ? 0 : 2000,
        };
    }
}

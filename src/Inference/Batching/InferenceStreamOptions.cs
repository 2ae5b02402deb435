using Inference.Postprocess;

namespace Inference.Batching;

/// <summary>What one stream asks of the engine.</summary>
public sealed record InferenceStreamOptions
{
    /// <summary>
    /// False: a newer frame takes the place of the waiting one (latency never grows). True: the hand-over waits for room (files).
    /// </summary>
    /// <value>false</value>
    public bool Lossless { get; init; }

    /// <summary>Share of the engine under overload, relative to other streams, 0.01..100.</summary>
    /// <value>1</value>
    public double Priority { get; init; } = 1;

    /// <summary>A frame that waited longer since its arrival is dropped, not run; zero = no bound.</summary>
    /// <value>0</value>
    public TimeSpan MaxLatency { get; init; }

    /// <summary>Input size of its frames; null = the engine's own. Only what <see cref="InferenceEngine.ProblemOf"/> has nothing against.</summary>
    public (int Height, int Width)? Size { get; init; }

    public Thresholds Thresholds { get; init; } = Thresholds.Default;

    /// <summary><see cref="Size"/> as an <see cref="InputShape"/> packs it; 0 = the engine's own.</summary>
    internal long Shape => Size is var (height, width) ? InputShape.Pack(height, width) : 0;
}

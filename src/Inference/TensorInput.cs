namespace Inference;

/// <summary>Pictures as a client prepared them, [Count, 3, Height, Width] f32 RGB 0..1.</summary>
/// <param name="Data">Little-endian. Must stay as it is until the result is there.</param>
public sealed record TensorInput(int Count, int Height, int Width, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes of one picture.</summary>
    public static long BytesOf(int height, int width) => 3L * height * width * sizeof(float);

    /// <summary>One picture's bytes.</summary>
    internal ReadOnlySpan<byte> Picture(int index) => Data.Span.Slice(index * (Data.Length / Count), Data.Length / Count);
}

/// <summary>What became of a <see cref="TensorInput"/>.</summary>
/// <param name="Outcome"><see cref="FrameOutcome.Inferred"/>, or else there is no output.</param>
/// <param name="Output">The model's own output of every picture in their order, f32, little-endian.</param>
/// <param name="Shape">[count, channels, anchors], or [count, objects, values] where NMS is in the graph.</param>
/// <param name="BatchSize">Pictures in the largest run that one of these was part of.</param>
/// <param name="Error">Why it failed.</param>
public sealed record TensorResult(FrameOutcome Outcome, ReadOnlyMemory<byte> Output, IReadOnlyList<long> Shape, int BatchSize, Exception? Error);

namespace Inference;

/// <summary>What became of a <see cref="TensorInput"/>.</summary>
/// <param name="Outcome"><see cref="FrameOutcome.Inferred"/>, or else there is no output.</param>
/// <param name="Output">The model's own output of every picture in their order, f32, little-endian.</param>
/// <param name="Shape">[count, channels, anchors], or [count, objects, values] where NMS is in the graph.</param>
/// <param name="BatchSize">Pictures in the largest run that one of these was part of.</param>
/// <param name="Error">Why it failed.</param>
public sealed record TensorResult(FrameOutcome Outcome, ReadOnlyMemory<byte> Output, IReadOnlyList<long> Shape, int BatchSize, Exception? Error);

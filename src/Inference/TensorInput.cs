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

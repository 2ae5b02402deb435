namespace Inference.Preprocess;

/// <summary>One colour from three channels: clamp(A × c0 + B × c1 + C × c2 + D, 0, 1), each product fused, C first.</summary>
internal readonly record struct ColorTerms(float A, float B, float C, float D)
{
    public float Apply(float c0, float c1, float c2)
    {
        var level = MathF.FusedMultiplyAdd(c0, A, MathF.FusedMultiplyAdd(c1, B, MathF.FusedMultiplyAdd(c2, C, D)));
        return MathF.Max(MathF.Min(level, 1), 0);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inference.Preprocess;

/// <summary><see cref="ColorTerms"/> for 16 pixels.</summary>
internal readonly struct ColorTerms512(in ColorTerms terms)
{
    private readonly Vector512<float> _a = Vector512.Create(terms.A);
    private readonly Vector512<float> _b = Vector512.Create(terms.B);
    private readonly Vector512<float> _c = Vector512.Create(terms.C);
    private readonly Vector512<float> _d = Vector512.Create(terms.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> c0, Vector512<float> c1, Vector512<float> c2)
    {
        var level = Vector512.FusedMultiplyAdd(c0, _a, Vector512.FusedMultiplyAdd(c1, _b, Vector512.FusedMultiplyAdd(c2, _c, _d)));
        return Vector512.MaxNative(Vector512.MinNative(level, Vector512<float>.One), Vector512<float>.Zero);
    }
}

/// <summary><see cref="ColorTerms"/> for 8 pixels.</summary>
internal readonly struct ColorTerms256(in ColorTerms terms)
{
    private readonly Vector256<float> _a = Vector256.Create(terms.A);
    private readonly Vector256<float> _b = Vector256.Create(terms.B);
    private readonly Vector256<float> _c = Vector256.Create(terms.C);
    private readonly Vector256<float> _d = Vector256.Create(terms.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> c0, Vector256<float> c1, Vector256<float> c2)
    {
        var level = Vector256.FusedMultiplyAdd(c0, _a, Vector256.FusedMultiplyAdd(c1, _b, Vector256.FusedMultiplyAdd(c2, _c, _d)));
        return Vector256.MaxNative(Vector256.MinNative(level, Vector256<float>.One), Vector256<float>.Zero);
    }
}

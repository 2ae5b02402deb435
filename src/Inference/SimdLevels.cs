using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;

namespace Inference;

internal static class SimdLevels
{
    public static SimdLevel Best { get; } =
        IsSupported(SimdLevel.Avx512) ? SimdLevel.Avx512
        : IsSupported(SimdLevel.Avx2) ? SimdLevel.Avx2
        : SimdLevel.Scalar;

    public static bool IsSupported(SimdLevel level) => level switch
    {
        SimdLevel.Avx512 => Vector512.IsHardwareAccelerated && Avx512Vbmi.IsSupported,
        SimdLevel.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}

/// <summary>Which instructions a kernel may use. Every level gives the same bits; only tests and benches choose one.</summary>
internal enum SimdLevel
{
    /// <summary>No vector instructions; the twin that the others are tested against.</summary>
    Scalar,

    /// <summary>AVX2 and FMA: every x86-64 server since 2013 (Intel) and 2015 (AMD).</summary>
    Avx2,

    /// <summary>AVX-512 with VBMI, whose byte permutes do the horizontal resampling: Ice Lake, Zen 4 and later.</summary>
    Avx512,
}

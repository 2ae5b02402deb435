using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

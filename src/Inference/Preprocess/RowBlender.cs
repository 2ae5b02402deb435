using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inference.Preprocess;

/// <summary>Mixes two rows of samples vertically, turns them into R, G, B and writes one row of each tensor plane.</summary>
/// <remarks>
/// The kernels agree to the bit: the mix is integer, and each of the three products of a colour is a fused multiply-add in the same
/// order. A row's last vector overlaps the one before it, so nothing is written beyond the row.
/// </remarks>
internal static class RowBlender<T>
    where T : unmanaged
{
    /// <param name="red">First element of the row in the red plane.</param>
    /// <param name="plane">Elements from the red plane to the green one, and from there to the blue.</param>
    /// <param name="count">Pixels of the row, at least 1.</param>
    public static void Blend(in SampleRows rows, in ColorEquation color, ref T red, int plane, int count, SimdLevel level)
    {
        ref var green = ref Unsafe.Add(ref red, plane);
        ref var blue = ref Unsafe.Add(ref green, plane);
        if (level >= SimdLevel.Avx512 && count >= Vector512<float>.Count)
            Blend512(rows, color, ref red, ref green, ref blue, count);
        else if (level >= SimdLevel.Avx2 && count >= Vector256<float>.Count)
            Blend256(rows, color, ref red, ref green, ref blue, count);
        else
            BlendScalar(rows, color, ref red, ref green, ref blue, count);
    }

    private static void BlendScalar(in SampleRows rows, in ColorEquation color, ref T red, ref T green, ref T blue, int count)
    {
        var (r, g, b) = (color.Red, color.Green, color.Blue);
        for (var i = 0; i < count; i++)
        {
            var c0 = Mix(ref rows.Upper0, ref rows.Lower0, rows.Weight, i);
            var c1 = Mix(ref rows.Upper1, ref rows.Lower1, rows.Weight, i);
            var c2 = Mix(ref rows.Upper2, ref rows.Lower2, rows.Weight, i);
            SampleStore<T>.Store(ref red, i, r.Apply(c0, c1, c2));
            SampleStore<T>.Store(ref green, i, g.Apply(c0, c1, c2));
            SampleStore<T>.Store(ref blue, i, b.Apply(c0, c1, c2));
        }
    }

    private static void Blend256(in SampleRows rows, in ColorEquation color, ref T red, ref T green, ref T blue, int count)
    {
        var (r, g, b) = (new ColorTerms256(color.Red), new ColorTerms256(color.Green), new ColorTerms256(color.Blue));
        var weight = Vector128.Create(rows.Weight);
        var last = count - Vector256<float>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector256<float>.Count, last))
        {
            var c0 = Mix(ref rows.Upper0, ref rows.Lower0, weight, i);
            var c1 = Mix(ref rows.Upper1, ref rows.Lower1, weight, i);
            var c2 = Mix(ref rows.Upper2, ref rows.Lower2, weight, i);
            SampleStore<T>.Store(ref red, i, r.Apply(c0, c1, c2));
            SampleStore<T>.Store(ref green, i, g.Apply(c0, c1, c2));
            SampleStore<T>.Store(ref blue, i, b.Apply(c0, c1, c2));
            if (i == last)
                return;
        }
    }

    private static void Blend512(in SampleRows rows, in ColorEquation color, ref T red, ref T green, ref T blue, int count)
    {
        var (r, g, b) = (new ColorTerms512(color.Red), new ColorTerms512(color.Green), new ColorTerms512(color.Blue));
        var weight = Vector256.Create(rows.Weight);
        var last = count - Vector512<float>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector512<float>.Count, last))
        {
            var c0 = Mix(ref rows.Upper0, ref rows.Lower0, weight, i);
            var c1 = Mix(ref rows.Upper1, ref rows.Lower1, weight, i);
            var c2 = Mix(ref rows.Upper2, ref rows.Lower2, weight, i);
            SampleStore<T>.Store(ref red, i, r.Apply(c0, c1, c2));
            SampleStore<T>.Store(ref green, i, g.Apply(c0, c1, c2));
            SampleStore<T>.Store(ref blue, i, b.Apply(c0, c1, c2));
            if (i == last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Mix(ref short upper, ref short lower, int weight, int at) =>
        RowSampler.Mix(Unsafe.Add(ref upper, at), Unsafe.Add(ref lower, at), weight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(ref short upper, ref short lower, Vector128<short> weight, int at)
    {
        var above = Vector128.LoadUnsafe(ref upper, (nuint)at);
        var below = Vector128.LoadUnsafe(ref lower, (nuint)at);
        var mixed = above + Ssse3.MultiplyHighRoundScale(below - above, weight);
        return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(mixed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Mix(ref short upper, ref short lower, Vector256<short> weight, int at)
    {
        var above = Vector256.LoadUnsafe(ref upper, (nuint)at);
        var below = Vector256.LoadUnsafe(ref lower, (nuint)at);
        var mixed = above + Avx2.MultiplyHighRoundScale(below - above, weight);
        return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(mixed));
    }
}

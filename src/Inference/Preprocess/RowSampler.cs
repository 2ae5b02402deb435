using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inference.Preprocess;

/// <summary>Resamples one channel of one source row horizontally, into samples of 1/64 of a level (0..16320 in 16 bits).</summary>
/// <remarks>
/// All kernels compute a × 64 + round((b - a) × 64 × w / 32768) on integers, so they agree to the bit. 1/64 is the finest step for
/// which differences of two samples still fit 16 bits signed.
/// </remarks>
internal static class RowSampler
{
    /// <summary>Fraction bits of a sample.</summary>
    public const int FractionBits = 6;

    /// <param name="row">First byte of the source row.</param>
    /// <param name="samples">One per destination pixel, with room up to a multiple of <see cref="RowTaps.RowPadding"/>.</param>
    public static void Sample(ref byte row, RowTaps taps, Span<short> samples)
    {
        if (taps.Wide is { } wide)
            Sample512(ref row, wide, taps.Weights, ref MemoryMarshal.GetReference(samples));
        else if (taps.Narrow is { } narrow)
            Sample128(ref row, narrow, taps.Weights, ref MemoryMarshal.GetReference(samples));
        else
            SampleScalar(ref row, taps, samples);
    }

    /// <summary>a + (b - a) × weight / 32768, rounded as the MulHrs instructions round.</summary>
    public static int Mix(int a, int b, int weight) => a + (((b - a) * weight + 0x4000) >> 15);

    private static void SampleScalar(ref byte row, RowTaps taps, Span<short> samples)
    {
        var positions = taps.Positions;
        for (var i = 0; i < positions.Length / 2; i++)
        {
            var first = Unsafe.Add(ref row, positions[2 * i]) << FractionBits;
            var second = Unsafe.Add(ref row, positions[2 * i + 1]) << FractionBits;
            samples[i] = (short)Mix(first, second, taps.Weights[i]);
        }
    }

    private static void Sample128(ref byte row, WindowShuffle shuffle, short[] weights, ref short samples)
    {
        ref var index = ref MemoryMarshal.GetArrayDataReference(shuffle.Indices);
        ref var weight = ref MemoryMarshal.GetArrayDataReference(weights);
        var offsets = shuffle.Offsets;
        for (int pixel = 0, window = 0; window < offsets.Length; pixel += Vector128<short>.Count)
        {
            var pairs = Vector128<byte>.Zero;
            for (var end = window + shuffle.Steps; window < end; window++)
            {
                var source = Vector128.LoadUnsafe(ref row, (nuint)offsets[window]);
                pairs |= Ssse3.Shuffle(source, Vector128.LoadUnsafe(ref index, (nuint)(window * Vector128<byte>.Count)));
            }

            var first = (pairs.AsInt16() & Vector128.Create((short)0xFF)) << FractionBits;
            var second = (pairs.AsUInt16() >> 8).AsInt16() << FractionBits;
            var mixed = first + Ssse3.MultiplyHighRoundScale(second - first, Vector128.LoadUnsafe(ref weight, (nuint)pixel));
            mixed.StoreUnsafe(ref samples, (nuint)pixel);
        }
    }

    private static void Sample512(ref byte row, WindowShuffle shuffle, short[] weights, ref short samples)
    {
        ref var index = ref MemoryMarshal.GetArrayDataReference(shuffle.Indices);
        ref var weight = ref MemoryMarshal.GetArrayDataReference(weights);
        var offsets = shuffle.Offsets;
        for (int pixel = 0, window = 0; window < offsets.Length; pixel += Vector512<short>.Count)
        {
            var pairs = Pick(ref row, offsets[window], ref index, window);
            for (var end = window++ + shuffle.Steps; window < end; window++)
            {
                var elsewhere = Vector512.LessThan(Indices(ref index, window).AsSByte(), Vector512<sbyte>.Zero).AsByte();
                pairs = Vector512.ConditionalSelect(elsewhere, pairs, Pick(ref row, offsets[window], ref index, window));
            }

            var first = (pairs.AsInt16() & Vector512.Create((short)0xFF)) << FractionBits;
            var second = (pairs.AsUInt16() >> 8).AsInt16() << FractionBits;
            var mixed = first + Avx512BW.MultiplyHighRoundScale(second - first, Vector512.LoadUnsafe(ref weight, (nuint)pixel));
            mixed.StoreUnsafe(ref samples, (nuint)pixel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Pick(ref byte row, int offset, ref byte index, int window) =>
        Avx512Vbmi.PermuteVar64x8x2(
            Vector512.LoadUnsafe(ref row, (nuint)offset),
            Indices(ref index, window),
            Vector512.LoadUnsafe(ref row, (nuint)(offset + Vector512<byte>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Indices(ref byte index, int window) =>
        Vector512.LoadUnsafe(ref index, (nuint)(window * Vector512<byte>.Count));
}

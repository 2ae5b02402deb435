using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inference.Preprocess;

/// <summary>Writes levels 0..1 as the tensor wants them: f32 as they are, u8 as the nearest of 0..255 (half to even).</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="byte"/>; the JIT compiles one branch of each method.</typeparam>
internal static class SampleStore<T>
    where T : unmanaged
{
    /// <summary>Level of the bars around the picture, as the models were trained: 114 of 255.</summary>
    public static T Padding => typeof(T) == typeof(float) ? (T)(object)(114 / 255f) : (T)(object)(byte)114;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T to, int at, float level)
    {
        if (typeof(T) == typeof(float))
            Unsafe.Add(ref Unsafe.As<T, float>(ref to), at) = level;
        else
            Unsafe.Add(ref Unsafe.As<T, byte>(ref to), at) = (byte)MathF.Round(level * 255);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T to, int at, Vector256<float> levels)
    {
        if (typeof(T) == typeof(float))
        {
            levels.StoreUnsafe(ref Unsafe.As<T, float>(ref to), (nuint)at);
            return;
        }

        var words = Avx.ConvertToVector256Int32(levels * 255);
        var halves = Sse41.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
        var bytes = Sse2.PackUnsignedSaturate(halves.AsInt16(), halves.AsInt16());
        bytes.GetLower().StoreUnsafe(ref Unsafe.As<T, byte>(ref to), (nuint)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T to, int at, Vector512<float> levels)
    {
        if (typeof(T) == typeof(float))
            levels.StoreUnsafe(ref Unsafe.As<T, float>(ref to), (nuint)at);
        else
            Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(levels * 255).AsUInt32())
                .StoreUnsafe(ref Unsafe.As<T, byte>(ref to), (nuint)at);
    }
}

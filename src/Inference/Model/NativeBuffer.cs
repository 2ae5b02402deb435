using System.Runtime.InteropServices;

namespace Inference.Model;

/// <summary>Tensor memory outside the managed heap, where ONNX Runtime reads and writes while no collector moves it.</summary>
internal sealed unsafe class NativeBuffer<T> : SafeHandle
    where T : unmanaged
{
    // A cache line, and the width of an AVX-512 register.
    private const nuint Alignment = 64;

    public NativeBuffer(int length)
        : base(0, ownsHandle: true)
    {
        Length = length;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)length * (nuint)sizeof(T), Alignment));
        Span.Clear();
    }

    public int Length { get; }

    public long Bytes => (long)Length * sizeof(T);

    public override bool IsInvalid => handle == 0;

    public Span<T> Span => new((void*)handle, Length);

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}

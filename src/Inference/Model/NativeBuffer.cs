using System.Runtime.InteropServices;

namespace Inference.Model;

/// <summary>Tensor memory outside the managed heap, where ONNX Runtime reads and writes while no collector moves it.</summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    // A cache line, and the width of an AVX-512 register.
    private const nuint Alignment = 64;

    public NativeBuffer(int floats)
        : base(0, ownsHandle: true)
    {
        Length = floats;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)floats * sizeof(float), Alignment));
        Span.Clear();
    }

    public int Length { get; }

    public override bool IsInvalid => handle == 0;

    public Span<float> Span => new((void*)handle, Length);

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}

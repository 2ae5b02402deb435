using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Annotate;

/// <summary>Writable rows of samples that somebody else owns. Drawing trusts an address here alone; all else is bounds-checked.</summary>
internal readonly ref struct Plane
{
    private readonly Span<byte> _samples;
    private readonly int _stride;
    private readonly int _rowBytes;

    /// <exception cref="ArgumentException">There is no plane, or its rows overlap.</exception>
    public Plane(nint address, int stride, int rowBytes, int rows)
    {
        if (address == 0 || stride < rowBytes)
            throw new ArgumentException($"plane at {address:x} with stride {stride}: needs an address and a stride of at least {rowBytes}");
        ref var first = ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), address);
        _samples = MemoryMarshal.CreateSpan(ref first, checked(stride * (rows - 1) + rowBytes));
        (_stride, _rowBytes) = (stride, rowBytes);
    }

    public Span<byte> Row(int y) => _samples.Slice(y * _stride, _rowBytes);
}

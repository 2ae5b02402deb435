using System.Runtime.InteropServices;

namespace Inference.Tests.Preprocess;

/// <summary>Native bytes that end where a page without access begins, or begin where one ends: touching a neighbour ends the process.</summary>
internal sealed partial class GuardedMemory : IDisposable
{
    private const int Page = 4096;
    private const int ReadWrite = 3, PrivateAnonymous = 0x22;

    private readonly nint _mapping;
    private readonly nuint _mapped;

    public GuardedMemory(int length, bool atStart = false)
    {
        var pages = (length + Page - 1) / Page;
        (Length, _mapped) = (length, (nuint)((pages + 2) * Page));
        _mapping = Map(0, _mapped, 0, PrivateAnonymous, -1, 0);
        if (_mapping == -1 || Protect(_mapping + Page, (nuint)(pages * Page), ReadWrite) != 0)
            throw new InvalidOperationException("mmap failed");
        Pointer = _mapping + Page + (atStart ? 0 : pages * Page - length);
    }

    public nint Pointer { get; }
    public int Length { get; }
    public unsafe Span<byte> Bytes => new((void*)Pointer, Length);

    public void Dispose() => _ = Unmap(_mapping, _mapped);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}

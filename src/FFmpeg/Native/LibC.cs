using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>glibc's allocator, which the libraries take their memory from. Another C library has neither of the calls, and does as it likes.</summary>
internal static partial class LibC
{
    private const string Library = "libc.so.6";

    private const int TrimThreshold = -1, MmapThreshold = -3; // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h

    // Bytes. Pictures of 1280 × 720 and more are above it. What a frame takes and gives back each time, a packet, is below as a rule.
    private const int Large = 1 << 20;

    /// <summary>
    /// Large blocks are mappings of their own, which end with them, and the free end of a heap is no larger. Left alone, glibc raises both bounds,
    /// to 32 and 64 MB, with the blocks that it sees freed, and a trim leaves the ends of all heaps but the first as they are.
    /// </summary>
    internal static void KeepLittle()
    {
        Try(() => mallopt(MmapThreshold, Large));
        Try(() => mallopt(TrimThreshold, Large));
    }

    /// <summary>Gives free pages of all heaps back.</summary>
    internal static void Trim() => Try(() => malloc_trim(0));

    private static void Try(Func<int> call)
    {
        try
        {
            _ = call();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // It is another C library.
        }
    }

    [LibraryImport(Library)]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport(Library)]
    private static partial int malloc_trim(nuint pad);
}
